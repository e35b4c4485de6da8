extension Double {
  /// The number as Python's `repr` and `json.dumps` write it: the shortest digits that read back the
  /// same, an exponent from 1e16 and below 1e-4.
  var pythonText: String {
    if isNaN { return "NaN" }
    if isInfinite { return self < 0 ? "-Infinity" : "Infinity" }
    // Swift prints the same shortest digits; only the places of dot and exponent differ.
    let parts = "\(magnitude)".split(separator: "e")
    let mantissa = parts[0].split(separator: ".")
    let fraction = mantissa.count > 1 && mantissa[1] != "0" ? String(mantissa[1]) : ""
    var digits = String(mantissa[0]) + fraction
    var point = mantissa[0].count + (parts.count > 1 ? Int(parts[1]) ?? 0 : 0)
    let leading = digits.prefix { $0 == "0" }.count
    if leading == digits.count { return sign == .minus ? "-0.0" : "0.0" }
    digits.removeFirst(leading)
    point -= leading
    while digits.count > 1, digits.hasSuffix("0") { digits.removeLast() }
    return (sign == .minus ? "-" : "") + Self.place(digits, point: point)
  }

  /// Digits with the decimal point after the first `point` of them.
  private static func place(_ digits: String, point: Int) -> String {
    if point > 16 || point < -3 {
      let exponent = point - 1
      let rest = digits.dropFirst()
      let width = abs(exponent) < 10 ? "0" : ""
      return digits.prefix(1) + (rest.isEmpty ? "" : "." + rest) + "e" + (exponent < 0 ? "-" : "+") + width
        + String(abs(exponent))
    }
    if point <= 0 { return "0." + String(repeating: "0", count: -point) + digits }
    if point >= digits.count { return digits + String(repeating: "0", count: point - digits.count) + ".0" }
    return digits.prefix(point) + "." + digits.dropFirst(point)
  }
}
