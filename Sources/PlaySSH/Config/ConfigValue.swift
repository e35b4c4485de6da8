import PlayModel

/// The arguments of one line, taken in order and as ssh understands them (readconf.c).
struct ConfigValue {
  private let keyword: String
  private var left: ArraySlice<String>

  init(_ line: ConfigLine) {
    keyword = line.written
    left = line.arguments[...]
  }

  /// Nothing may be left.
  func end() throws(SSHOptionProblem) {
    guard let extra = left.first else { return }
    throw SSHOptionProblem(
      text: "\(keyword) takes one value, and \(extra) follows", hint: "put a value with blanks in quotes")
  }

  mutating func text() throws(SSHOptionProblem) -> String {
    guard let text = left.popFirst(), !text.isEmpty else {
      throw SSHOptionProblem(text: "\(keyword) has no value")
    }
    return text
  }

  mutating func flag(also more: [String] = []) throws(SSHOptionProblem) -> Bool {
    let text = try text()
    switch text.lowercased() {
    case "yes", "true": return true
    case "no", "false": return false
    case let word where more.contains(word): return true
    default:
      throw SSHOptionProblem(text: "\(keyword) must be \((["yes", "no"] + more).alternatives), not \(text)")
    }
  }

  mutating func port() throws(SSHOptionProblem) -> Int {
    let text = try text()
    let port = Self.integer(text) ?? ServicePorts.port(of: text) ?? 0
    guard (1...65535).contains(port) else {
      throw SSHOptionProblem(text: "\(keyword) must be a number from 1 to 65535, not \(text)")
    }
    return port
  }

  mutating func number() throws(SSHOptionProblem) -> Int {
    let text = try text()
    guard let number = Self.integer(text), (0...Int(Int32.max)).contains(number) else {
      throw SSHOptionProblem(text: "\(keyword) must be a number, 0 or more, not \(text)")
    }
    return number
  }

  /// strtoll(3) as strtonum(3) uses it: blanks and a sign may come first.
  private static func integer(_ text: String) -> Int? {
    Int(text.drop { " \t\n\r".contains($0) })
  }

  /// A duration in ssh's form (sshd_config(5), TIME FORMATS): `90`, `1m30`, `2h`; `nil` for `none`.
  mutating func time() throws(SSHOptionProblem) -> Duration? {
    let text = try text()
    if text == "none" { return nil }
    guard let seconds = Self.seconds(text) else {
      throw SSHOptionProblem(text: "\(keyword) must be a time such as 30 or 1m30s, not \(text)")
    }
    return .seconds(seconds)
  }

  static func seconds(_ text: String) -> Int? {
    let units: [UInt8: Int] = [
      UInt8(ascii: "s"): 1, UInt8(ascii: "m"): 60, UInt8(ascii: "h"): 3600, UInt8(ascii: "d"): 86400,
      UInt8(ascii: "w"): 604_800,
    ]
    var total = 0
    var left = Array(text.utf8)[...]
    guard !left.isEmpty else { return nil }
    while !left.isEmpty {
      let digits = left.prefix { (0x30...0x39).contains($0) }
      guard let number = Int(String(decoding: digits, as: UTF8.self)) else { return nil }
      left = left.dropFirst(digits.count)
      var unit = 1
      if let letter = left.popFirst() {
        guard let known = units[letter | 0x20] else { return nil }
        unit = known
      }
      let (product, tooLarge) = number.multipliedReportingOverflow(by: unit)
      guard !tooLarge, product <= Int(Int32.max) - total else { return nil }
      total += product
    }
    return total
  }

  /// Files, or `none` alone for no file at all.
  mutating func files() throws(SSHOptionProblem) -> [String] {
    var files: [String] = []
    while !left.isEmpty { files.append(try text()) }
    guard !files.isEmpty else { throw SSHOptionProblem(text: "\(keyword) has no value") }
    guard files.contains(where: { $0.lowercased() == "none" }) else { return files }
    guard files.count == 1 else { throw SSHOptionProblem(text: "\(keyword): none must stand alone") }
    return []
  }

  mutating func hostKeyPolicy() throws(SSHOptionProblem) -> HostKeyPolicy {
    let text = try text()
    switch text.lowercased() {
    case "yes", "true", "ask": return .strict
    case "accept-new": return .acceptNew
    case "no", "false", "off": return .off
    default: throw SSHOptionProblem(text: "\(keyword) must be yes, ask, accept-new or no, not \(text)")
    }
  }
}

extension [String] {
  /// `a, b or c`.
  fileprivate var alternatives: String {
    guard count > 1, let last else { return first ?? "" }
    return dropLast().joined(separator: ", ") + " or " + last
  }
}
