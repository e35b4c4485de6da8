import PlayModel

/// Replaces every template in a tree. What cannot be replaced becomes unknown, and a problem.
struct TemplateResolver {
  let scope: any VariableScope
  let source: SourceText?
  private(set) var problems: [FileProblem] = []
  private var size = 0
  /// Whether the tree outgrew its bounds; it is then worth nothing.
  private(set) var isTooLarge = false

  init(scope: any VariableScope, source: SourceText?) {
    self.scope = scope
    self.source = source
  }

  mutating func resolve(_ node: TemplateNode) -> ResolvedNode {
    defer { scope.nesting.leave() }
    guard scope.nesting.enter() else { return tooDeep(at: node.position) }
    switch node.content {
    case .faulty: return ResolvedNode(.unknown, at: node.position)
    case .scalar(let scalar):
      return Self.literal(scalar, at: node.position)
    case .template(let template, let text, let isSecret):
      let rendered = render(template, text, at: node.position)
      return isSecret ? rendered.markedSecret(NamedSecret.tagged) : rendered
    case .list(let items): return ResolvedNode(.list(items.map { resolve($0) }), at: node.position)
    case .map(let entries):
      let resolved = entries.map { entry in
        ResolvedEntry(
          key: entry.key, isText: entry.isText, keyPosition: entry.keyPosition, node: resolve(entry.node))
      }
      return ResolvedNode(.map(resolved), at: node.position)
    }
  }

  private static func literal(_ scalar: YAMLScalar, at position: SourcePosition) -> ResolvedNode {
    var node = ResolvedNode(value: scalar.value, at: position)
    if scalar.isPlain, !node.isNull { node.written = scalar.text }
    return scalar.isSecret ? node.markedSecret(NamedSecret.tagged) : node
  }

  /// Where a value of the inventory comes from and goes to.
  struct Origin {
    /// `nil` where whoever asks says it better.
    let variable: String?
    /// Where it is written, if that is known.
    let definition: SourcePosition?
    /// Where the template stands that uses it.
    let use: SourcePosition
  }

  /// A variable of the inventory, whose texts may be templates too.
  mutating func resolve(_ value: Value, from origin: Origin, cache: TemplateCache) -> ResolvedNode {
    defer { scope.nesting.leave() }
    guard scope.nesting.enter() else { return tooDeep(at: origin.use) }
    if let literal = value.unsafeText { return ResolvedNode(.string(literal), at: origin.use) }
    switch value {
    case .string(let text) where Template.mayHoldExpressions(text):
      return render(text, from: origin, cache: cache)
    case .list(let items):
      return ResolvedNode(.list(items.map { resolve($0, from: origin, cache: cache) }), at: origin.use)
    case .map(let map):
      let entries = map.sorted { $0.key < $1.key }.map { entry in
        ResolvedEntry(
          key: entry.key, isText: true, keyPosition: origin.use,
          node: resolve(entry.value, from: origin, cache: cache))
      }
      return ResolvedNode(.map(entries), at: origin.use)
    default: return ResolvedNode(value: value, at: origin.use)
    }
  }

  private mutating func render(_ text: String, from origin: Origin, cache: TemplateCache) -> ResolvedNode {
    do throws(TemplateFault) {
      let template = try cache.template(of: text)
      let node = try TemplateEvaluator(scope: scope, position: origin.use).render(template)
      return bounded(node, at: origin.use)
    } catch {
      let place = origin.definition == nil ? "in the inventory's variable" : "in the variable"
      let prefix = origin.variable.map { "\(place) `\($0)`: " } ?? ""
      problems.append(
        FileProblem(
          at: origin.definition ?? origin.use, prefix + error.message, hint: error.hint))
      return ResolvedNode(.unknown, at: origin.use)
    }
  }

  /// A node as long as all of this tree stays within bounds.
  private mutating func bounded(_ node: ResolvedNode, at position: SourcePosition) -> ResolvedNode {
    guard let nodeSize = node.size(within: Nesting.deepest) else { return tooDeep(at: position) }
    size += isTooLarge ? 0 : nodeSize
    guard size > TemplateLimit.size else { return node }
    if !isTooLarge { problems.append(FileProblem(at: position, TemplateLimit.message)) }
    isTooLarge = true
    return ResolvedNode(.unknown, at: position)
  }

  private mutating func tooDeep(at position: SourcePosition) -> ResolvedNode {
    problems.append(FileProblem(at: position, Nesting.message))
    return ResolvedNode(.unknown, at: position)
  }

  private mutating func render(_ template: Template, _ text: String, at position: SourcePosition)
    -> ResolvedNode
  {
    do throws(TemplateFault) {
      let node = try TemplateEvaluator(scope: scope, position: position).render(template)
      return bounded(node, at: position)
    } catch {
      problems.append(error.problem(in: text, at: position, source: source))
      return ResolvedNode(.unknown, at: position)
    }
  }
}

/// Templates in inventory variables, read once however many hosts have them.
final class TemplateCache {
  private var templates: [String: Template] = [:]

  func template(of text: String) throws(TemplateFault) -> Template {
    if let known = templates[text] { return known }
    let template = try Template.parse(text)
    templates[text] = template
    return template
  }
}

/// How large a value may become by interpolation.
enum TemplateLimit {
  /// In bytes, about: a hundred thousand host names fit.
  static let size = 8 << 20
  static let message = "templates make this value larger than \(size) bytes"
}
