/// Byte sizes as Docker and Compose write them: `512m`, `8g`, `1gb`, `1.5GiB`, `300000`.
///
/// The grammar is that of docker/go-units' `RAMInBytes`, which both use: units are powers of 1024 whatever
/// their spelling, in any case, with an optional space before and an optional `i` and `b` after; a part of
/// a byte is cut off.
enum ByteSize {
  private static let powers: [Character: Int] = ["k": 1, "m": 2, "g": 3, "t": 4, "p": 5]

  static func parse(_ text: String) throws(ValueFault) -> Int {
    let fault = ValueFault(
      "`\(text)` is not a byte size", hint: "write a number with its unit, such as 512m or 8g")
    if text.hasPrefix("-") { throw ValueFault("the byte size `\(text)` is negative") }
    let number = text.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
    guard let first = number.first, first != ".", number.last != ".", let amount = Double(number) else {
      throw fault
    }
    var unit = text.dropFirst(number.count).lowercased()[...]
    if unit.first == " " { unit = unit.dropFirst() }
    var power = 0
    if let letter = unit.first, let found = powers[letter] {
      power = found
      unit = unit.dropFirst()
      if unit.first == "i" { unit = unit.dropFirst() }
    }
    if unit.first == "b" { unit = unit.dropFirst() }
    guard unit.isEmpty, !text.hasSuffix(" ") else { throw fault }
    let bytes = (0..<power).reduce(amount) { size, _ in size * 1024 }
    guard bytes < Double(Int.max) else { throw ValueFault("the byte size `\(text)` is too large") }
    return Int(bytes)
  }

  /// The shortest text that `parse` reads back as the same size.
  static func text(for bytes: Int) -> String {
    var amount = bytes
    for unit in ["", "k", "m", "g", "t", "p"] {
      guard amount != 0, amount % 1024 == 0, unit != "p" else { return "\(amount)\(unit)" }
      amount /= 1024
    }
    return "\(bytes)"
  }
}
