/// Who is told of what becomes of a scheduled job.
public struct NotifyTarget: Sendable, Hashable, Codable {
  public enum Event: String, Sendable, Hashable, Codable, CaseIterable {
    case start, success, failure, rollback, stuck, waiting, missed

    /// What the end of a run is.
    public init(_ outcome: RunOutcome?) {
      switch outcome {
      case .succeeded: self = .success
      case .rolledBack: self = .rollback
      case .stuck: self = .stuck
      case .waiting: self = .waiting
      case .failed, .refused, .interrupted, nil: self = .failure
      }
    }
  }

  public enum Way: Sendable, Hashable, Codable {
    /// - `keyFile`: its first line signs what is sent.
    case webhook(url: String, keyFile: String?)
    /// A line for the shell; the message is its input.
    case command(String)
    /// A line is added for each message.
    case file(String)
    case mail(String)
  }

  public var way: Way
  public var events: Set<Event>

  public init(_ way: Way, on events: Set<Event> = Set(Event.allCases)) {
    self.way = way
    self.events = events
  }
}
