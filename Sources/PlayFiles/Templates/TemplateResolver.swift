import PlayModel

/// Replaces every template in a tree. What cannot be replaced becomes unknown, and a problem.
struct TemplateResolver {
  let scope: any VariableScope
  let source: SourceText?
  private(set) var problems: [FileProblem] = []

  init(scope: any VariableScope, source: SourceText?) {
    self.scope = scope
    self.source = source
  }

  mutating func resolve(_ node: TemplateNode) -> ResolvedNode {
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

  /// A variable of the inventory, whose texts may be templates too; problems point at its use.
  mutating func resolve(_ value: Value, named name: String, use: SourcePosition, cache: TemplateCache)
    -> ResolvedNode
  {
    switch value {
    case .string(let text) where Template.mayHoldExpressions(text):
      do throws(TemplateFault) {
        return try TemplateEvaluator(scope: scope, position: use).render(try cache.template(of: text))
      } catch {
        problems.append(
          FileProblem(at: use, "in the inventory's variable `\(name)`: \(error.message)", hint: error.hint))
        return ResolvedNode(.unknown, at: use)
      }
    case .list(let items):
      return ResolvedNode(.list(items.map { resolve($0, named: name, use: use, cache: cache) }), at: use)
    case .map(let map):
      let entries = map.sorted { $0.key < $1.key }.map { entry in
        ResolvedEntry(
          key: entry.key, isText: true, keyPosition: use,
          node: resolve(entry.value, named: name, use: use, cache: cache))
      }
      return ResolvedNode(.map(entries), at: use)
    default: return ResolvedNode(value: value, at: use)
    }
  }

  private mutating func render(_ template: Template, _ text: String, at position: SourcePosition)
    -> ResolvedNode
  {
    do throws(TemplateFault) {
      return try TemplateEvaluator(scope: scope, position: position).render(template)
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
