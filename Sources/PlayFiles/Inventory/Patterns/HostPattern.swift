/// An Ansible host pattern: `web:&prod:!db[0]`, `web*,~db[0-9]+`.
///
/// With a comma in it, it is split at commas only, else at colons that are no part of an address.
public struct HostPattern: Sendable, Hashable {
  /// The pattern as written; several of a list are joined with commas.
  public let text: String
  /// Its single terms, in the order written.
  public let terms: [String]

  public init(_ text: String) {
    self.text = text
    terms = Self.split(text)
  }

  /// A list of patterns, as a play's `hosts:` may be one.
  public init(_ list: [String]) {
    text = list.joined(separator: ",")
    terms = list.flatMap(Self.split)
  }

  private static func split(_ text: String) -> [String] {
    let scalars = Array(text.unicodeScalars)
    let parts: [[Unicode.Scalar]]
    if scalars.contains(",") {
      parts = scalars.split(separator: ",").map(Array.init)
    } else if HostAddress(text, allowRanges: true) != nil {
      parts = [scalars]
    } else {
      parts = colonParts(scalars)
    }
    return parts.map { PythonText.string(PythonText.strip($0[...])) }.filter { !$0.isEmpty }
  }

  /// Runs of anything but white space, colons and brackets, with complete brackets inside; what is
  /// between falls away.
  private static func colonParts(_ scalars: [Unicode.Scalar]) -> [[Unicode.Scalar]] {
    var parts: [[Unicode.Scalar]] = []
    var current: [Unicode.Scalar] = []
    var index = 0
    func isBreak(_ scalar: Unicode.Scalar) -> Bool {
      scalar == ":" || scalar == "[" || scalar == "]" || PythonText.isSpace(scalar)
    }
    while index < scalars.count {
      let scalar = scalars[index]
      if !isBreak(scalar) {
        current.append(scalar)
        index += 1
      } else if scalar == "[", let close = scalars[index...].firstIndex(of: "]") {
        current += scalars[index...close]
        index = close + 1
      } else {
        if !current.isEmpty { parts.append(current) }
        current = []
        index += 1
      }
    }
    if !current.isEmpty { parts.append(current) }
    return parts
  }
}
