/// Amounts of memory and of processors as people say them.
enum SizeText {
  /// `512 B`, `42 MiB`, `1.5 GiB`: whole from ten on, one decimal below.
  static func bytes(_ bytes: Int64) -> String {
    let units = ["B", "KiB", "MiB", "GiB", "TiB"]
    var value = Double(max(0, bytes))
    var unit = 0
    // 1023.6 KiB would round to 1024.
    while value.rounded() >= 1024, unit < units.count - 1 {
      value /= 1024
      unit += 1
    }
    return "\(number(value)) \(units[unit])"
  }

  /// `1.5`, `0.25`, `12`: at most two decimals.
  static func processors(_ count: Double) -> String {
    let hundredths = Int((max(0, count) * 100).rounded())
    guard hundredths % 100 > 0 else { return "\(hundredths / 100)" }
    let fraction = hundredths % 100
    let digits = fraction % 10 == 0 ? "\(fraction / 10)" : fraction < 10 ? "0\(fraction)" : "\(fraction)"
    return "\(hundredths / 100).\(digits)"
  }

  private static func number(_ value: Double) -> String {
    let tenths = Int((value * 10).rounded())
    return tenths >= 100 || tenths % 10 == 0 ? "\(Int(value.rounded()))" : "\(tenths / 10).\(tenths % 10)"
  }
}
