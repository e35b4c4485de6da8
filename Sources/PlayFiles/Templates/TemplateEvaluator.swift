import PlayModel

/// Computes what a template stands for.
struct TemplateEvaluator {
  let scope: any VariableScope
  /// Where the template stands; results carry this position.
  let position: SourcePosition

  /// A template that is one expression keeps the type of its value; anything else is text.
  func render(_ template: Template) throws(TemplateFault) -> ResolvedNode {
    if template.pieces.count == 1, case .expression(let expression) = template.pieces[0] {
      return try evaluate(expression).moved(to: position)
    }
    var text = ""
    var secrets: [NamedSecret] = []
    for piece in template.pieces {
      switch piece {
      case .text(let literal): text += literal
      case .expression(let expression):
        let node = try evaluate(expression)
        if node.isUnknown { return ResolvedNode(.unknown, at: position) }
        text += try self.text(of: node, from: expression)
        try refuse(text.utf8.count, at: expression.offset)
        secrets += node.secrets.filter { !secrets.contains($0) }
      }
    }
    return ResolvedNode(.string(text), at: position, secrets: secrets)
  }

  /// What templates make may not outgrow all bounds: variables that double each other need few lines for that.
  private func refuse(_ size: Int, at offset: Int) throws(TemplateFault) {
    guard size > TemplateLimit.size else { return }
    throw TemplateFault(at: offset, TemplateLimit.message)
  }

  private func text(of node: ResolvedNode, from expression: Expression) throws(TemplateFault) -> String {
    if node.scalarText != nil { return node.text }
    let hint =
      node.isNull
      ? "give it a value, or use the filter default('', true)"
      : "use the filter join or to_json to make text of it"
    throw TemplateFault(
      at: expression.offset, "\(expression.title) is \(node.kind) and cannot be part of a text", hint: hint)
  }

  func evaluate(_ expression: Expression) throws(TemplateFault) -> ResolvedNode {
    defer { scope.nesting.leave() }
    guard scope.nesting.enter() else { throw TemplateFault(at: expression.offset, Nesting.message) }
    switch expression {
    case .literal(let value, _): return ResolvedNode(value: value, at: position)
    case .list(let elements, _):
      var items: [ResolvedNode] = []
      for element in elements { items.append(try evaluate(element)) }
      return ResolvedNode(.list(items), at: position)
    case .map(let pairs, _): return try map(pairs)
    case .variable(let name, let offset): return try variable(name, at: offset)
    case .index(let base, let index, let offset): return try element(of: base, index, at: offset)
    case .filter(let name, let input, let arguments, let offset):
      return try filter(name, on: input, arguments, at: offset)
    }
  }

  /// Asks the scope; its fault is one of the name at `offset`.
  private func asking(at offset: Int, _ ask: () throws(ValueFault) -> ResolvedNode?) throws(TemplateFault)
    -> ResolvedNode?
  {
    do throws(ValueFault) {
      return try ask()
    } catch {
      throw TemplateFault(at: offset, error.message, hint: error.hint)
    }
  }

  private func map(_ pairs: [Expression.Pair]) throws(TemplateFault) -> ResolvedNode {
    var entries: [ResolvedEntry] = []
    for pair in pairs {
      guard let key = try evaluate(pair.key).scalarText else {
        throw TemplateFault(at: pair.key.offset, "a map's key must be a text")
      }
      let node = try evaluate(pair.value)
      entries.removeAll { $0.key == key }
      entries.append(ResolvedEntry(key: key, isText: true, keyPosition: position, node: node))
    }
    return ResolvedNode(.map(entries), at: position)
  }

  private func variable(_ name: String, at offset: Int) throws(TemplateFault) -> ResolvedNode {
    if name == "hostvars" {
      throw TemplateFault(
        at: offset, "`hostvars` needs a host and a variable", hint: "write hostvars['db1'].address")
    }
    let found = try asking(at: offset) { () throws(ValueFault) in try scope.value(of: name, use: position) }
    if let found { return found }
    if name == "omit" {
      throw TemplateFault(at: offset, "there is no `omit`", hint: "default(none) leaves a key out")
    }
    throw TemplateFault(
      at: offset, "`\(name)` is not defined",
      hint: NearestName.hint(name, in: scope.names)
        ?? "set it in the inventory, in the play's vars, or with -e \(name)=…", isUndefined: true)
  }
}

// MARK: Elements

extension TemplateEvaluator {
  private func element(of base: Expression, _ index: Expression, at offset: Int) throws(TemplateFault)
    -> ResolvedNode
  {
    if case .variable("hostvars", _) = base {
      throw TemplateFault(
        at: offset, "`hostvars` needs a variable after the host", hint: "write hostvars['db1'].address")
    }
    if case .index(.variable("hostvars", _), let host, let hostOffset) = base {
      return try hostVariable(of: host, at: hostOffset, index, at: offset)
    }
    let container = try evaluate(base)
    let key = try evaluate(index)
    switch (container.content, key.content) {
    case (.unknown, _), (_, .unknown): return ResolvedNode(.unknown, at: position)
    case (.map(let entries), _): return try entry(of: entries, key, in: base, at: offset)
    case (.list(let items), .int(let number)):
      guard let item = items.at(number) else {
        throw TemplateFault(
          at: offset, "\(base.title) has \(items.count) elements and no [\(number)]", isUndefined: true)
      }
      return item
    default:
      throw TemplateFault(
        at: offset, "\(base.title) is \(container.kind) and has no \(Self.shown(key))", isUndefined: true)
    }
  }

  private func entry(of entries: [ResolvedEntry], _ key: ResolvedNode, in base: Expression, at offset: Int)
    throws(TemplateFault) -> ResolvedNode
  {
    guard let name = key.scalarText else {
      throw TemplateFault(at: offset, "a map's key must be a text, not \(key.kind)")
    }
    if let entry = entries.last(where: { $0.key == name }) { return entry.node }
    throw TemplateFault(
      at: offset, "\(base.title) has no \(Self.shown(key))",
      hint: NearestName.hint(name, in: entries.map(\.key)), isUndefined: true)
  }

  private func hostVariable(
    of host: Expression, at hostOffset: Int, _ index: Expression, at offset: Int
  ) throws(TemplateFault) -> ResolvedNode {
    let (hostNode, nameNode) = (try evaluate(host), try evaluate(index))
    if hostNode.isUnknown || nameNode.isUnknown { return ResolvedNode(.unknown, at: position) }
    guard let hostName = hostNode.scalarText, let name = nameNode.scalarText else {
      throw TemplateFault(
        at: offset, "`hostvars` needs a host and a variable", hint: "write hostvars['db1'].address")
    }
    guard scope.hasHost(hostName) else {
      throw TemplateFault(
        at: hostOffset, "the inventory has no host \(Self.shown(hostNode))", isUndefined: true)
    }
    let found = try asking(at: offset) { () throws(ValueFault) in
      try scope.value(of: name, onHost: hostName, use: position)
    }
    if let found { return found }
    throw TemplateFault(
      at: offset, "the host \(Self.shown(hostNode)) has no variable \(Self.shown(nameNode))",
      isUndefined: true)
  }

  private static func shown(_ key: ResolvedNode) -> String {
    guard key.secrets.isEmpty, let text = key.scalarText else { return "of that name" }
    if case .int = key.content { return "[\(text)]" }
    return "`\(text)`"
  }
}

// MARK: Filters

extension TemplateEvaluator {
  private func filter(
    _ name: String, on input: Expression, _ arguments: [Expression], at offset: Int
  ) throws(TemplateFault) -> ResolvedNode {
    guard let filter = Filter.byName[name] else {
      throw TemplateFault(at: offset, "there is no filter `\(name)`")
    }
    guard filter.arity.contains(arguments.count) else {
      throw TemplateFault(
        at: offset, "the filter `\(name)` takes \(filter.arity.counted("argument")), not \(arguments.count)")
    }
    if filter.name == "default" { return try defaulted(input, arguments) }
    let value = try evaluate(input)
    var values: [ResolvedNode] = []
    for argument in arguments { values.append(try evaluate(argument)) }
    if value.hasUnknown || values.contains(where: \.hasUnknown) {
      return ResolvedNode(.unknown, at: position)
    }
    if filter.name == "public" { return value.markedPublic() }
    try refuse(Self.outcomeSize(filter.name, value, values), at: offset)
    do throws(ValueFault) {
      let content = try filter.body(value, values)
      return keepingSecrets(ResolvedNode(content, at: position), of: [value] + values)
    } catch {
      throw TemplateFault(at: offset, "the filter `\(name)`: \(error.message)", hint: error.hint)
    }
  }

  /// How large a filter's result may become, before it is made.
  private static func outcomeSize(_ filter: String, _ input: ResolvedNode, _ arguments: [ResolvedNode]) -> Int
  {
    switch filter {
    case "replace":
      let (old, new) = (arguments[0].text.utf8.count, arguments[1].text.utf8.count)
      let places = input.text.utf8.count / max(old, 1)
      return input.text.utf8.count + places.multipliedReportingOverflow(by: new).partialValue
    case "join":
      let separator = arguments.first?.text.utf8.count ?? 0
      return input.elements.reduce(0) { $0 + $1.text.utf8.count + separator }
    default: return 0
    }
  }

  /// What is made of a secret is a secret. Its elements already know; a text made of it does not.
  private func keepingSecrets(_ result: ResolvedNode, of inputs: [ResolvedNode]) -> ResolvedNode {
    switch result.content {
    case .list, .map, .null, .unknown: return result
    case .bool, .int, .double, .string: break
    }
    var node = result
    for secret in inputs.flatMap(\.allSecrets) where !node.secrets.contains(secret) {
      node.secrets.append(secret)
    }
    return node
  }

  private func defaulted(_ input: Expression, _ arguments: [Expression]) throws(TemplateFault) -> ResolvedNode
  {
    let fallback: () throws(TemplateFault) -> ResolvedNode = { () throws(TemplateFault) in
      try arguments.first.map(evaluate) ?? ResolvedNode(.string(""), at: position)
    }
    do throws(TemplateFault) {
      let value = try evaluate(input)
      guard arguments.count == 2, try evaluate(arguments[1]).content == .bool(true) else { return value }
      switch value.content {
      case .null, .bool(false), .string(""), .int(0), .list([]), .map([]): return try fallback()
      default: return value
      }
    } catch  where error.isUndefined {
      return try fallback()
    }
  }
}

extension Expression {
  /// Where the expression begins.
  var offset: Int {
    switch self {
    case .variable(_, let offset), .literal(_, let offset), .list(_, let offset), .map(_, let offset): offset
    case .index(let base, _, _): base.offset
    case .filter(_, let input, _, _): input.offset
    }
  }

  /// How messages call it.
  var title: String {
    switch self {
    case .variable(let name, _): "`\(name)`"
    case .index(.variable(let name, _), .literal(.string(let member), _), _): "`\(name).\(member)`"
    default: "the value"
    }
  }
}

extension Array {
  /// The element at an index that counts from the end when negative.
  fileprivate func at(_ index: Int) -> Element? {
    let place = index < 0 ? count + index : index
    return indices.contains(place) ? self[place] : nil
  }
}

extension ClosedRange<Int> {
  /// `no argument`, `1 argument`, `0 to 2 arguments`.
  fileprivate func counted(_ noun: String) -> String {
    guard lowerBound == upperBound else { return "\(lowerBound) to \(upperBound) \(noun)s" }
    return lowerBound == 0 ? "no \(noun)" : "\(lowerBound) \(noun)\(lowerBound == 1 ? "" : "s")"
  }
}
