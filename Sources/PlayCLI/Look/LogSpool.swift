import Foundation
import PlayModel
import Synchronization

/// Keeps logs until all have come and can be merged: each in memory while it is short, else in one file that
/// has no name, so that long logs of many hosts do not fill the memory.
final class LogSpool: Sendable {
  /// Lines of one log are in order of time; a container has one for each of its streams.
  struct Key: Hashable {
    let host: HostName
    let container: String
    let stream: OutputChunk.Stream
  }

  private struct Log {
    var written: [SpoolFile.Piece] = []
    /// Not yet in the file.
    var tail: [LogEntry] = []
    var tailBytes = 0
  }

  private struct State {
    var logs: [Key: Log] = [:]
    var order: [Key] = []
    var file = SpoolFile()
    var failure: SpoolFile.NoSpace?
  }

  /// Bytes of one log that stay in memory.
  private static let inMemory = 64 << 10
  private let state = Mutex(State())

  func append(_ entries: [LogEntry]) {
    state.withLock { state in
      for entry in entries {
        let key = Key(host: entry.host, container: entry.container, stream: entry.stream)
        if state.logs[key] == nil { state.order.append(key) }
        state.logs[key, default: Log()].tail.append(entry)
        state.logs[key, default: Log()].tailBytes += entry.text.count + 64
        if state.logs[key]?.tailBytes ?? 0 > Self.inMemory { Self.flush(key, &state) }
      }
    }
  }

  /// One reader a log, in the order in which the logs began; nothing may be appended any more.
  func readers() throws -> [Reader] {
    try state.withLock { state in
      if let failure = state.failure { throw failure }
      return state.order.map { key in
        let log = state.logs[key] ?? Log()
        let file = state.file
        return Reader(pieces: log.written, tail: log.tail) { LogRecord.entries(file.read($0), key: key) }
      }
    }
  }

  /// Gives out one log line by line.
  struct Reader {
    private var pieces: ArraySlice<SpoolFile.Piece>
    private var tail: [LogEntry]
    private var loaded: ArraySlice<LogEntry> = []
    private let load: (SpoolFile.Piece) -> [LogEntry]

    init(
      pieces: [SpoolFile.Piece], tail: [LogEntry], load: @escaping (SpoolFile.Piece) -> [LogEntry]
    ) {
      self.pieces = pieces[...]
      self.tail = tail
      self.load = load
    }

    mutating func next() -> LogEntry? {
      while loaded.isEmpty {
        if let piece = pieces.popFirst() {
          loaded = load(piece)[...]
        } else if !tail.isEmpty {
          loaded = tail[...]
          tail = []
        } else {
          return nil
        }
      }
      return loaded.popFirst()
    }
  }

  private static func flush(_ key: Key, _ state: inout State) {
    guard let log = state.logs[key] else { return }
    guard let piece = state.file.append(log.tail.flatMap(LogRecord.bytes)) else {
      state.failure = SpoolFile.NoSpace("the logs do", advice: "ask for less with --tail or --since")
      return
    }
    state.logs[key] = Log(written: log.written + [piece])
  }
}
