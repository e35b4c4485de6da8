/// One opening of a window, resolved to instants.
public struct WindowOccurrence: Sendable, Hashable, Codable {
  public let window: String
  /// The day it starts on, on the window's own clocks: an overnight window belongs to its first day.
  public let date: String
  public let start: Timestamp
  /// From here on no new batch begins.
  public let cutoff: Timestamp
  public let end: Timestamp

  public init(window: String, date: String, start: Timestamp, cutoff: Timestamp, end: Timestamp) {
    self.window = window
    self.date = date
    self.start = start
    self.cutoff = cutoff
    self.end = end
  }

  public func contains(_ time: Timestamp) -> Bool { start <= time && time < end }
}
