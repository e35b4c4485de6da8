import PlayModel

/// One field of a cron line: its name, its numbers and the names of those.
struct CronField {
  struct Content {
    var numbers: Set<Int> = []
    var beginsWithStar = false
    /// `L` alone.
    var hasLast = false
    var monthly: Set<CronSchedule.MonthlyWeekday> = []
  }

  let title: String
  let range: ClosedRange<Int>
  /// From the lowest number on.
  var names: [String] = []

  static let minute = CronField(title: "minute", range: 0...59)
  static let hour = CronField(title: "hour", range: 0...23)
  static let day = CronField(title: "day of the month", range: 1...31)
  static let month = CronField(
    title: "month", range: 1...12,
    names: ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"])
  /// Sunday is 0 and 7.
  static let weekday = CronField(
    title: "day of the week", range: 0...7, names: ["sun", "mon", "tue", "wed", "thu", "fri", "sat"])

  func read(_ text: String) throws(ValueFault) -> Content {
    var content = Content(beginsWithStar: text.hasPrefix("*"))
    for item in text.split(separator: ",", omittingEmptySubsequences: false) {
      guard !item.isEmpty else { throw fault("`\(text)` has an empty item") }
      if try !readSpecial(item.lowercased(), into: &content) {
        content.numbers.formUnion(try numbers(item))
      }
    }
    return content
  }

  /// `L`, and in the days of the week `5L`, `L5` and `5#2`.
  private func readSpecial(_ item: String, into content: inout Content) throws(ValueFault) -> Bool {
    if range.lowerBound == 1, range.upperBound == 31, item == "l" {
      content.hasLast = true
      return true
    }
    guard range.upperBound == 7 else { return false }
    if let hash = item.firstIndex(of: "#") {
      let week = item[item.index(after: hash)...]
      guard let week = Int(week), (1...5).contains(week) else {
        throw fault("the week in `\(item)` is not between 1 and 5")
      }
      content.monthly.insert(.init(weekday: try number(item[..<hash]) % 7, week: week))
      return true
    }
    if item == "l" {
      throw fault("`L` alone is no day of the week", hint: "write 5L for a month's last Friday")
    }
    guard item.hasSuffix("l") || item.hasPrefix("l") else { return false }
    let day = item.hasSuffix("l") ? item.dropLast() : item.dropFirst()
    content.monthly.insert(.init(weekday: try number(day) % 7, week: nil))
    return true
  }

  /// `*`, `3`, `1-5`, each with `/step` where it is more than one number.
  private func numbers(_ item: Substring) throws(ValueFault) -> [Int] {
    let parts = item.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count <= 2 else { throw fault("`\(item)` has two steps") }
    var span = range
    if parts[0] == "*" {
      // Sunday is not there twice.
      if range.upperBound == 7 { span = 0...6 }
    } else {
      let ends = parts[0].split(separator: "-", omittingEmptySubsequences: false)
      guard ends.count <= 2 else { throw fault("`\(item)` is not a range") }
      let low = try number(ends[0])
      var high = ends.count == 2 ? try number(ends[1]) : low
      if ends.count == 2, range.upperBound == 7, high == 0 { high = 7 }
      guard low <= high else {
        throw fault(
          "the range `\(parts[0])` runs backwards",
          hint: "write \(low)-\(range.upperBound),\(range.lowerBound)-\(high)")
      }
      if ends.count == 1, parts.count == 2 {
        throw fault(
          "`\(item)` is a step without a range", hint: "write \(low)-\(range.upperBound)/\(parts[1])")
      }
      span = low...high
    }
    guard parts.count == 2 else { return Array(span) }
    guard let step = Int(parts[1]), step > 0, parts[1].allSatisfy(\.isNumber) else {
      throw fault("the step `\(parts[1])` is not a number above 0")
    }
    return Array(stride(from: span.lowerBound, through: span.upperBound, by: step))
  }

  private func number(_ text: Substring) throws(ValueFault) -> Int {
    if let index = names.firstIndex(of: text.lowercased()) { return index + range.lowerBound }
    guard !text.isEmpty, text.allSatisfy({ $0.isASCII && $0.isNumber }), let number = Int(text) else {
      throw fault("`\(text)` is not a number", hint: NearestName.hint(text.lowercased(), in: names))
    }
    guard range.contains(number) else {
      throw fault("\(number) is not between \(range.lowerBound) and \(range.upperBound)")
    }
    return number
  }

  private func fault(_ message: String, hint: String? = nil) -> ValueFault {
    ValueFault("\(title): \(message)", hint: hint)
  }
}
