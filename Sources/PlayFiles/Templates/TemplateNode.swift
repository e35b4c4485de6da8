import PlayModel

/// A YAML node whose texts were read as templates: everything that can be known before any variable is.
struct TemplateNode: Hashable, Sendable {
  enum Content: Hashable, Sendable {
    case scalar(YAMLScalar)
    case template(Template, text: String, isSecret: Bool)
    case list([TemplateNode])
    case map([TemplateEntry])
    /// A template that cannot be read; the problem was reported.
    case faulty
  }

  let content: Content
  let position: SourcePosition
}

struct TemplateEntry: Hashable, Sendable {
  let key: String
  let isText: Bool
  let keyPosition: SourcePosition
  let node: TemplateNode
}

extension TemplateNode {
  /// Reads every text in `node` as a template. Problems are added to `problems`.
  init(_ node: YAMLNode, source: SourceText, problems: inout [FileProblem]) {
    position = node.position
    switch node.content {
    case .scalar(let scalar):
      content = Self.content(of: scalar, at: node.position, source: source, problems: &problems)
    case .sequence(let items):
      content = .list(items.map { TemplateNode($0, source: source, problems: &problems) })
    case .mapping(let entries):
      content = .map(
        entries.map { entry in
          TemplateEntry(
            key: entry.key, isText: entry.keyValue.kind == "a text", keyPosition: entry.keyPosition,
            node: TemplateNode(entry.node, source: source, problems: &problems))
        })
    }
  }

  private static func content(
    of scalar: YAMLScalar, at position: SourcePosition, source: SourceText, problems: inout [FileProblem]
  ) -> Content {
    guard case .string(let text) = scalar.value, !scalar.isUnsafe, Template.mayHoldExpressions(text) else {
      return .scalar(scalar)
    }
    do throws(TemplateFault) {
      return .template(try Template.parse(text), text: text, isSecret: scalar.isSecret)
    } catch {
      problems.append(error.problem(in: text, at: position, source: source))
      return .faulty
    }
  }

  /// What kind of thing this is, for messages.
  var kind: String {
    switch content {
    case .scalar(let scalar): scalar.value.kind
    case .template, .faulty: "a text"
    case .list: "a list"
    case .map: "a mapping"
    }
  }

  var isNull: Bool {
    if case .scalar(let scalar) = content { scalar.value == .null } else { false }
  }

  var entries: [TemplateEntry]? { if case .map(let entries) = content { entries } else { nil } }
}

extension TemplateFault {
  /// The fault as a problem of the file its template stands in.
  func problem(in text: String, at position: SourcePosition, source: SourceText?) -> FileProblem {
    FileProblem(
      at: source?.position(of: offset, in: text, startingAt: position) ?? position, message, hint: hint)
  }
}
