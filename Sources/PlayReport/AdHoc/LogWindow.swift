import PlayModel

/// Puts the lines of several hosts in order while they come: each waits a little, in case an earlier one is
/// still on its way. Lines that come later than that are given out when they come.
public struct LogWindow: Sendable {
  /// How long a line waits.
  private let wait: Duration
  /// Beyond this the earliest lines do not wait any longer.
  private let mostEntries: Int
  private let mostBytes: Int
  private var entries = EntryHeap<LogEntry>()
  private var bytes = 0
  /// In the order they came: up to which time lines are due from when on.
  private var arrivals: [(due: Timestamp, upTo: EngineTime)] = []
  private var isOpen = false

  public init(wait: Duration = .milliseconds(400), mostEntries: Int = 50_000, mostBytes: Int = 16 << 20) {
    self.wait = wait
    self.mostEntries = mostEntries
    self.mostBytes = mostBytes
  }

  /// Before this, everything waits: the hosts' first lines come when they come.
  public mutating func open() { isOpen = true }

  /// - Returns: lines to show now, in order: those that there is no more room for.
  public mutating func take(_ new: [LogEntry], now: Timestamp) -> [LogEntry] {
    guard let latest = new.map(\.time).max() else { return [] }
    for entry in new {
      entries.insert(entry, at: entry.time)
      bytes += entry.text.count
    }
    arrivals.append((now.advanced(by: wait), latest))
    var out: [LogEntry] = []
    while entries.size > mostEntries || bytes > mostBytes, let entry = pop() { out.append(entry) }
    return out
  }

  /// - Returns: lines that have waited long enough, in order, and all that are earlier than those.
  public mutating func due(now: Timestamp) -> [LogEntry] {
    guard isOpen else { return [] }
    let done = arrivals.prefix { $0.due <= now }
    guard let upTo = done.map(\.upTo).max() else { return [] }
    arrivals.removeFirst(done.count)
    var out: [LogEntry] = []
    while let first = entries.first, first.time <= upTo, let entry = pop() { out.append(entry) }
    return out
  }

  /// Everything that is left, in order.
  public mutating func flush() -> [LogEntry] {
    arrivals = []
    var out: [LogEntry] = []
    while let entry = pop() { out.append(entry) }
    return out
  }

  private mutating func pop() -> LogEntry? {
    guard let entry = entries.popFirst() else { return nil }
    bytes -= entry.text.count
    return entry
  }
}
