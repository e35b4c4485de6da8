import PlayModel

/// Merges logs by time, of each of which one line is held at once. A line with an earlier time than the one
/// before it in its own log stays behind that one.
public enum LogMerge {
  /// - Parameter next: gives out a log's lines one by one, by the log's index.
  public static func merge(
    count: Int, next: (Int) -> LogEntry?, _ take: (LogEntry) -> Void
  ) {
    var heads = EntryHeap<(log: Int, entry: LogEntry)>()
    var latest: [Int: EngineTime] = [:]
    func load(_ log: Int) {
      guard let entry = next(log) else { return }
      let time = max(entry.time, latest[log] ?? entry.time)
      latest[log] = time
      heads.insert((log, entry), at: time)
    }
    for log in 0..<count { load(log) }
    while let head = heads.popFirst() {
      take(head.entry)
      load(head.log)
    }
  }
}
