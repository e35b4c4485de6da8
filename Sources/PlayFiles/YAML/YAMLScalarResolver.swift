import Foundation
import PlayModel

/// The types of YAML 1.1 scalars as PyYAML's resolver and safe constructor give them
/// (https://yaml.org/type/, with PyYAML's deviations: a float needs a dot, its exponent a sign).
struct YAMLScalarResolver {
  let position: SourcePosition
  /// Whether `!secret` is a known tag: swiftplay's own files have it, Ansible's do not.
  var allowsSecretTag = false

  private static let prefix = "tag:yaml.org,2002:"

  /// The value of a scalar with the content `text`; `tag` is the tag written before it, if any.
  func resolve(
    _ text: String, tag: String?, isPlain: Bool, isUnsafe: Bool
  ) throws(FileProblem) -> YAMLScalar {
    let effective: String
    let isSecret = tag == "!secret" && allowsSecretTag
    switch tag {
    case nil: effective = isPlain ? Self.implicitType(of: text) : "str"
    case "!unsafe"?: effective = Self.implicitType(of: text)
    case "!"?: effective = "str"
    case "!secret"? where isSecret: effective = isPlain ? Self.implicitType(of: text) : "str"
    case "!vault"?, "!vault-encrypted"?:
      throw FileProblem(at: position, "the value is encrypted with Ansible Vault", hint: VaultRefusal.hint)
    case let tag? where tag.hasPrefix(Self.prefix): effective = String(tag.dropFirst(Self.prefix.count))
    case let tag?: throw Self.unknownTag(tag, at: position)
    }
    let value = try construct(text, type: effective, tag: tag)
    return YAMLScalar(
      value, text: text, isPlain: isPlain && (tag == nil || isSecret), isUnsafe: isUnsafe,
      isSecret: isSecret)
  }

  static func unknownTag(_ tag: String, at position: SourcePosition) -> FileProblem {
    FileProblem(
      at: position, "the tag \(tag.replacing(prefix, with: "!!")) is not known",
      hint: "remove it, or quote a text that begins with `!`")
  }

  private func construct(_ text: String, type: String, tag: String?) throws(FileProblem) -> Value {
    switch type {
    case "str": return .string(text)
    case "null": return .null
    case "bool":
      switch text.lowercased() {
      case "yes", "true", "on": return .bool(true)
      case "no", "false", "off": return .bool(false)
      default: throw wrong(text, "a true/false value")
      }
    case "int": return try int(text)
    case "float":
      guard let double = Self.float(text) else { throw wrong(text, "a number") }
      return .double(double)
    case "timestamp":
      guard let iso = YAMLTimestamp(text)?.isoText else {
        throw FileProblem(at: position, "\(text) is not a date", hint: "quote it if it is a text")
      }
      return .string(iso)
    case "value":
      throw FileProblem(at: position, "a lone = has a meaning of its own in YAML", hint: "quote it: \"=\"")
    case "merge":
      throw FileProblem(at: position, "<< is a key, not a value", hint: "quote it: \"<<\"")
    default: throw Self.unknownTag(tag ?? type, at: position)
    }
  }

  private func wrong(_ text: String, _ expected: String) -> FileProblem {
    FileProblem(at: position, "\(text) is not \(expected)", hint: "quote it if it is a text")
  }

  // MARK: Integers

  private func int(_ text: String) throws(FileProblem) -> Value {
    var digits = text.replacing("_", with: "")
    let negative = digits.hasPrefix("-")
    if negative || digits.hasPrefix("+") { digits.removeFirst() }
    let sign = negative ? "-" : ""
    let number: Int?
    if digits == "0" {
      number = 0
    } else if digits.hasPrefix("0b") {
      number = Self.radix(sign, digits.dropFirst(2), 2)
    } else if digits.hasPrefix("0x") {
      number = Self.radix(sign, digits.dropFirst(2), 16)
    } else if digits.hasPrefix("0") {
      number = Self.radix(sign, digits[...], 8)
    } else if digits.contains(":") {
      number = Self.base60(digits).flatMap { negative ? 0 - $0 : $0 }
    } else {
      number = Self.radix(sign, digits[...], 10)
    }
    if let number { return .int(number) }
    let isDecimal = !digits.isEmpty && digits.allSatisfy(\.isNumber)
    throw FileProblem(
      at: position, isDecimal ? "\(text) does not fit a 64-bit integer" : "\(text) is not a whole number",
      hint: "quote it if it is a text")
  }

  private static func radix(_ sign: String, _ digits: Substring, _ radix: Int) -> Int? {
    guard let first = digits.first, first != "+", first != "-" else { return nil }
    return Int(sign + digits, radix: radix)
  }

  private static func base60(_ text: String) -> Int? {
    var total = 0
    for part in text.split(separator: ":", omittingEmptySubsequences: false) {
      guard let digit = Int(part) else { return nil }
      let (product, overflow) = total.multipliedReportingOverflow(by: 60)
      let (sum, carry) = product.addingReportingOverflow(digit)
      if overflow || carry { return nil }
      total = sum
    }
    return total
  }

  // MARK: Floats

  private static func float(_ text: String) -> Double? {
    var digits = text.replacing("_", with: "").lowercased()
    let negative = digits.hasPrefix("-")
    if negative || digits.hasPrefix("+") { digits.removeFirst() }
    let sign = negative ? -1.0 : 1.0
    switch digits {
    case ".inf": return sign * .infinity
    case ".nan": return .nan
    case "": return nil
    default: break
    }
    var total = 0.0
    for part in digits.split(separator: ":", omittingEmptySubsequences: false) {
      guard let digit = Double(part) else { return nil }
      total = total * 60 + digit
    }
    return sign * total
  }
}
