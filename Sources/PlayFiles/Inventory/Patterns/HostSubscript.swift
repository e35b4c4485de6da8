/// The `[0]`, `[-1]`, `[1:]` or `[0:2]` behind a pattern's term. Both ends of a range are included.
struct HostSubscript: Equatable {
  private let start: Int
  private let end: Int?

  /// Takes a term apart. A term that is an expression has no subscript.
  static func split(_ term: String) -> (name: String, subscript: HostSubscript?) {
    let scalars = Array(term.unicodeScalars)
    guard scalars.first != "~", scalars.last == "]", let open = scalars.lastIndex(of: "["), open > 0 else {
      return (term, nil)
    }
    guard let found = HostSubscript(Array(scalars[(open + 1)..<(scalars.count - 1)])) else {
      return (term, nil)
    }
    return (PythonText.string(scalars[..<open]), found)
  }

  private init?(_ text: [Unicode.Scalar]) {
    let digits = text.first == "-" ? text.dropFirst() : text[...]
    if !digits.isEmpty, digits.allSatisfy(PythonText.isDigit) {
      // A number too large to hold is out of range in any case.
      start = Int(PythonText.string(text)) ?? Int.max
      end = nil
      return
    }
    // `[1-3]` is an old spelling of `[1:3]`.
    guard let separator = text.firstIndex(where: { $0 == ":" || $0 == "-" }), separator > 0 else {
      return nil
    }
    let (low, high) = (text[..<separator], text[(separator + 1)...])
    guard low.allSatisfy(PythonText.isDigit), high.allSatisfy(PythonText.isDigit) else { return nil }
    start = Int(PythonText.string(low)) ?? Int.max
    end = high.isEmpty ? -1 : Int(PythonText.string(high)) ?? Int.max
  }

  /// The selected ones of `hosts`; `nil` when a single index is out of range.
  func apply<Host>(to hosts: [Host]) -> [Host]? {
    guard !hosts.isEmpty else { return hosts }
    // Ansible takes an end of 0 for no end: `[2:0]` is `[2]`.
    guard let end, end != 0 else {
      let index = start < 0 ? hosts.count + start : start
      return hosts.indices.contains(index) ? [hosts[index]] : nil
    }
    let last = end == -1 ? hosts.count - 1 : min(end, hosts.count - 1)
    return start <= last ? Array(hosts[start...last]) : []
  }
}
