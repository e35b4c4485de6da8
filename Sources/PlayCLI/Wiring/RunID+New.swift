import Foundation
import PlayModel

extension RunID {
  /// A new id: the time in UTC and four random characters, none of which looks like another.
  static func new(at time: Timestamp) -> RunID {
    let date = Date(timeIntervalSince1970: Double(time.milliseconds) / 1000)
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = .gmt
    let parts = calendar.dateComponents([.year, .month, .day, .hour, .minute, .second], from: date)
    func digits(_ number: Int?, _ width: Int) -> String {
      let text = String(number ?? 0)
      return String(repeating: "0", count: max(0, width - text.count)) + text
    }
    let day = digits(parts.year, 4) + digits(parts.month, 2) + digits(parts.day, 2)
    let clock = digits(parts.hour, 2) + digits(parts.minute, 2) + digits(parts.second, 2)
    return RunID("\(day)-\(clock)-\(Nonce.text(length: 4))")
  }
}
