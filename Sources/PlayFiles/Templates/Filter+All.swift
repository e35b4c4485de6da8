import PlayModel

extension Filter {
  /// Every filter, in the order the reference lists them.
  static let all: [Filter] = [
    Filter(
      name: "default", arity: 0...2,
      meaning:
        "The given value when the variable is not defined; with `true` as second argument also when it is "
        + "empty, false or null. `default(none)` leaves the key out.",
      example: "{{ memory | default('512m') }}"
    ) { input, _ in input.content },
    Filter(name: "lower", arity: 0...0, meaning: "Small letters.", example: "{{ site | lower }}") {
      input, _ throws(ValueFault) in .string(try text(input).lowercased())
    },
    Filter(name: "upper", arity: 0...0, meaning: "Capital letters.", example: "{{ site | upper }}") {
      input, _ throws(ValueFault) in .string(try text(input).uppercased())
    },
    Filter(name: "trim", arity: 0...0, meaning: "No spaces at either end.", example: "{{ motd | trim }}") {
      input, _ throws(ValueFault) in .string(String(try text(input)[...].trimmingSpaces))
    },
    Filter(
      name: "replace", arity: 2...2, meaning: "One text in place of another, everywhere.",
      example: "{{ inventory_hostname | replace('.', '-') }}"
    ) { input, arguments throws(ValueFault) in
      let (old, new) = (try text(arguments[0]), try text(arguments[1]))
      guard !old.isEmpty else { throw ValueFault("an empty text cannot be replaced") }
      return .string(try text(input).replacing(old, with: new))
    },
    Filter(
      name: "split", arity: 0...1, meaning: "A list of the parts between separators (a comma unless given).",
      example: "{{ 'a,b' | split(',') }}"
    ) { input, arguments throws(ValueFault) in
      let separator = try arguments.first.map { node throws(ValueFault) in try text(node) } ?? ","
      guard !separator.isEmpty else { throw ValueFault("a separator cannot be empty") }
      let parts = try text(input).split(separator: separator, omittingEmptySubsequences: false)
      return .list(
        parts.map { ResolvedNode(.string(String($0)), at: input.position, secrets: input.secrets) })
    },
    Filter(
      name: "join", arity: 0...1, meaning: "A list's elements as one text, with a separator between.",
      example: "{{ groups['web'] | join(',') }}"
    ) { input, arguments throws(ValueFault) in
      let separator = try arguments.first.map { node throws(ValueFault) in try text(node) } ?? ""
      var parts: [String] = []
      for item in try items(input) { parts.append(try text(item)) }
      return .string(parts.joined(separator: separator))
    },
    Filter(
      name: "first", arity: 0...0, meaning: "A list's first element.", example: "{{ groups['db'] | first }}"
    ) {
      input, _ throws(ValueFault) in
      guard let first = try items(input).first else { throw ValueFault("the list is empty") }
      return first.content
    },
    Filter(
      name: "last", arity: 0...0, meaning: "A list's last element.", example: "{{ groups['db'] | last }}"
    ) {
      input, _ throws(ValueFault) in
      guard let last = try items(input).last else { throw ValueFault("the list is empty") }
      return last.content
    },
    Filter(
      name: "length", arity: 0...0, meaning: "How many elements a list or map, or characters a text, has.",
      example: "{{ groups['web'] | length }}"
    ) { input, _ throws(ValueFault) in
      switch input.content {
      case .list(let items): .int(items.count)
      case .map(let entries): .int(entries.count)
      default: .int(try text(input).unicodeScalars.count)
      }
    },
    Filter(name: "int", arity: 0...0, meaning: "A whole number.", example: "{{ workers | int }}") {
      input, _ throws(ValueFault) in .int(try integer(input))
    },
    Filter(name: "float", arity: 0...0, meaning: "A number.", example: "{{ share | float }}") {
      input, _ throws(ValueFault) in
      guard let number = Double(try text(input)), number.isFinite else {
        throw ValueFault("\(quoted(input)) is not a number")
      }
      return .double(number)
    },
    Filter(name: "string", arity: 0...0, meaning: "The value as text.", example: "{{ port | string }}") {
      input, _ throws(ValueFault) in .string(try text(input))
    },
    Filter(
      name: "bool", arity: 0...0, meaning: "True for true, yes, on and 1; false for false, no, off and 0.",
      example: "{{ debug | bool }}"
    ) { input, _ throws(ValueFault) in
      switch try text(input).lowercased() {
      case "true", "yes", "on", "1", "1.0", "y", "t": return .bool(true)
      case "false", "no", "off", "0", "0.0", "n", "f", "": return .bool(false)
      default: throw ValueFault("\(quoted(input)) is neither true nor false")
      }
    },
    Filter(name: "to_json", arity: 0...0, meaning: "The value as JSON.", example: "{{ features | to_json }}")
    {
      input, _ in .string(JSONText.write(input))
    },
    Filter(
      name: "quote", arity: 0...0, meaning: "One word for a POSIX shell, whatever characters it has.",
      example: "test -f {{ path | quote }}"
    ) { input, _ throws(ValueFault) in .string(ShellWord.quote(try text(input))) },
    Filter(
      name: "public", arity: 0...0,
      meaning: "The value, declared to be no secret although its variable's name sounds like one.",
      example: "{{ token_prefix | public }}"
    ) { input, _ in input.content },
  ]

  /// A secret is not repeated in a message.
  private static func quoted(_ node: ResolvedNode) -> String {
    node.secrets.isEmpty ? "`\(node.scalarText ?? "")`" : "the secret"
  }

  private static func integer(_ node: ResolvedNode) throws(ValueFault) -> Int {
    switch node.content {
    case .double(let double):
      guard let int = Int(exactly: double.rounded(.towardZero)) else {
        throw ValueFault("\(quoted(node)) is not a whole number")
      }
      return int
    case .bool(let bool): return bool ? 1 : 0
    default:
      guard let int = Int(String(try text(node)[...].trimmingSpaces)) else {
        throw ValueFault("\(quoted(node)) is not a whole number")
      }
      return int
    }
  }
}
