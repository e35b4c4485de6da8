/// Python's `ast.literal_eval`: the grammar of the values in an INI inventory.
///
/// Not all of Python is known here: what is no literal is plain text to the inventory anyway.
enum PythonLiteral {
  enum Reading: Equatable {
    case literal(PythonValue)
    /// No literal, whether for its syntax or its meaning.
    case text
    /// A list, set or dictionary as a set's member or a key: Python raises a `TypeError`, which
    /// Ansible does not catch. `{{ 1 }}` is such a set in a set.
    case unhashable
  }

  static func read(_ text: String) -> Reading {
    var parser = PythonLiteralParser(text)
    guard let node = parser.parseDocument() else { return .text }
    do {
      return .literal(try node.evaluate())
    } catch {
      return error == .unhashable ? .unhashable : .text
    }
  }
}

/// What a literal's text says, before the checks Python makes when it evaluates it.
indirect enum PythonNode {
  /// A number, text or constant, also in parentheses.
  case constant(PythonValue)
  case signed(negative: Bool, PythonNode)
  case sum(PythonNode, negative: Bool, PythonNode)
  case list([PythonNode])
  case tuple([PythonNode])
  case set([PythonNode])
  case dict([(PythonNode, PythonNode)])

  enum Failure: Error { case malformed, unhashable }

  func evaluate() throws(Failure) -> PythonValue {
    switch self {
    case .constant(let value): return value
    case .signed(let negative, let operand): return try Self.signed(negative, operand)
    case .sum(let left, let negative, let right): return try Self.sum(left, negative, right)
    case .list(let items): return .list(try Self.evaluate(items))
    case .tuple(let items): return .tuple(try Self.evaluate(items))
    case .set(let items):
      var members: [PythonValue] = []
      for item in items {
        let member = try item.evaluate()
        guard member.isHashable else { throw .unhashable }
        if !members.contains(member) { members.append(member) }
      }
      return .set(members)
    case .dict(let entries):
      var pairs: [(key: PythonValue, value: PythonValue)] = []
      for (keyNode, valueNode) in entries {
        let key = try keyNode.evaluate()
        let value = try valueNode.evaluate()
        guard key.isHashable else { throw .unhashable }
        if let index = pairs.firstIndex(where: { $0.key == key }) {
          pairs[index].value = value
        } else {
          pairs.append((key, value))
        }
      }
      return .dict(pairs)
    }
  }

  private static func evaluate(_ nodes: [PythonNode]) throws(Failure) -> [PythonValue] {
    try nodes.map { node throws(Failure) in try node.evaluate() }
  }

  /// A sign may stand before a number only, and only once.
  private static func signed(_ negative: Bool, _ operand: PythonNode) throws(Failure) -> PythonValue {
    guard case .constant(let value) = operand, value.isNumber else { throw .malformed }
    guard negative else { return value }
    switch value {
    case .int(let int): return .int(0 - int)
    case .bigInt("9223372036854775808"): return .int(.min)
    case .bigInt(let digits): return .bigInt("-" + digits)
    case .double(let double): return .double(-double)
    case .complex(let real, let imaginary): return .complex(-real, -imaginary)
    default: throw .malformed
    }
  }

  /// Only a complex number's two parts may be added.
  private static func sum(
    _ left: PythonNode, _ negative: Bool, _ right: PythonNode
  ) throws(Failure) -> PythonValue {
    if case .sum = left { throw .malformed }
    guard case .constant(.complex(let real, let imaginary)) = right else { throw .malformed }
    let whole: Double
    switch try left.evaluate() {
    case .int(let int): whole = Double(int)
    case .double(let double): whole = double
    default: throw .malformed
    }
    return negative ? .complex(whole - real, -imaginary) : .complex(whole + real, imaginary)
  }
}
