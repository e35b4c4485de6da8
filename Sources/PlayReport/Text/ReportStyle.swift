import Foundation

/// What the reader's side decides about text: nothing here is asked from the system.
public struct ReportStyle: Sendable, Hashable {
  /// Escape sequences for emphasis. Only for a terminal, and not where NO_COLOR is set (no-color.org).
  public var colour: Bool
  /// The zone that times are shown in.
  public var zone: TimeZone
  /// Log lines of a failure that are shown while a run goes on; the run store keeps all.
  public var logLines: Int
  /// What each change changes, field by field (`-D`).
  public var difference: Bool

  public init(colour: Bool = false, zone: TimeZone = .gmt, logLines: Int = 20, difference: Bool = false) {
    self.colour = colour
    self.zone = zone
    self.logLines = logLines
    self.difference = difference
  }
}
