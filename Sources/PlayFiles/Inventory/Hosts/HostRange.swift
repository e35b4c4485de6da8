/// Expands `[begin:end:step]` ranges in a host's name.
enum HostRange {
  /// More hosts from one line than this are a slip, and would only fill the memory.
  static let limit = 100_000

  struct Failure: Error, Equatable {
    let message: String
    let hint: String?

    init(_ message: String, hint: String? = nil) {
      self.message = message
      self.hint = hint
    }
  }

  /// All names that `pattern` stands for; itself, when there is no range in it.
  static func expand(_ pattern: String) throws(Failure) -> [String] {
    var names = [Array(pattern.unicodeScalars)]
    while names.first?.contains("[") == true {
      var expanded: [[Unicode.Scalar]] = []
      for name in names {
        expanded += try expandFirst(name)
        guard expanded.count <= limit else {
          throw Failure("the range \(pattern) stands for more than \(limit) hosts")
        }
      }
      names = expanded
    }
    return names.map { PythonText.string($0) }
  }

  private static let form = "write a range as [begin:end] or [begin:end:step], such as web[01:20]"

  /// Expands the first range only. Ansible takes the first `[` and the first `]`, in whatever order,
  /// and `|` splits for it as they do.
  private static func expandFirst(_ name: [Unicode.Scalar]) throws(Failure) -> [[Unicode.Scalar]] {
    var name = name
    if let open = name.firstIndex(of: "[") { name[open] = "|" }
    if let close = name.firstIndex(of: "]") { name[close] = "|" }
    let parts = name.split(separator: "|", omittingEmptySubsequences: false)
    guard parts.count == 3 else {
      throw Failure("a bracket is missing or too many in the host range", hint: form)
    }
    let bounds = parts[1].split(separator: ":", omittingEmptySubsequences: false)
      .map { PythonText.string($0) }
    guard bounds.count == 2 || bounds.count == 3 else {
      throw Failure("a host range must be begin:end or begin:end:step", hint: form)
    }
    let values = try values(
      begin: bounds[0].isEmpty ? "0" : bounds[0], end: bounds[1], step: bounds.count == 3 ? bounds[2] : "1")
    return values.map { parts[0] + Array($0.unicodeScalars) + parts[2] }
  }

  private static func values(begin: String, end: String, step: String) throws(Failure) -> [String] {
    guard !end.isEmpty else { throw Failure("a host range needs an end", hint: form) }
    var width = 0
    if begin.hasPrefix("0"), begin.unicodeScalars.count > 1 {
      width = begin.unicodeScalars.count
      guard width == end.unicodeScalars.count else {
        throw Failure(
          "begin and end of a padded host range must be of the same length",
          hint: "write \(begin):\(String(repeating: "0", count: max(0, width - end.count)))\(end)")
      }
    }
    let stride = PythonText.int(step)
    if let first = letterIndex(begin), let last = letterIndex(end) {
      guard first <= last else { throw Failure("a host range must begin before it ends", hint: form) }
      if let stride, stride != 0 { return letterValues(first, last, stride).map { pad($0, width) } }
    }
    guard let first = PythonText.int(begin), let last = PythonText.int(end), let stride, stride != 0 else {
      throw Failure(
        "a host range is made of two numbers or two letters, and a step that is not 0", hint: form)
    }
    return try numbers(first, last, stride).map { pad(String($0), width) }
  }

  private static let letters = Array("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ".unicodeScalars)

  /// Where `text` stands in the alphabet; Ansible looks for it as a part of the alphabet, so `cd` is
  /// taken for `c`.
  private static func letterIndex(_ text: String) -> Int? {
    let wanted = Array(text.unicodeScalars)
    guard !wanted.isEmpty, wanted.count <= letters.count else { return nil }
    return (0...(letters.count - wanted.count)).first { Array(letters[$0..<($0 + wanted.count)]) == wanted }
  }

  private static func letterValues(_ first: Int, _ last: Int, _ stride: Int) -> [String] {
    guard stride > 0 else { return [] }
    return Swift.stride(from: first, through: last, by: min(stride, letters.count)).map {
      String(letters[$0])
    }
  }

  /// Python's `range(first, last + 1, stride)`, also backwards.
  private static func numbers(_ first: Int, _ last: Int, _ stride: Int) throws(Failure) -> [Int] {
    let (end, overflow) = last.addingReportingOverflow(1)
    guard !overflow else { throw Failure("the host range's numbers are too large") }
    let distance =
      stride > 0 ? end.subtractingReportingOverflow(first) : first.subtractingReportingOverflow(end)
    guard !distance.overflow else { throw Failure("the host range's numbers are too large") }
    guard distance.partialValue > 0 else { return [] }
    guard distance.partialValue / Int(stride.magnitude) <= limit, stride.magnitude < UInt(Int.max) else {
      throw Failure("the host range stands for more than \(limit) hosts")
    }
    return Array(Swift.stride(from: first, to: end, by: stride))
  }

  /// Python's `zfill`.
  private static func pad(_ text: String, _ width: Int) -> String {
    let missing = width - text.count
    guard missing > 0 else { return text }
    let zeros = String(repeating: "0", count: missing)
    return text.hasPrefix("-") ? "-" + zeros + text.dropFirst() : zeros + text
  }
}
