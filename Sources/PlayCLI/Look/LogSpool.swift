import Foundation
import Glibc
import PlayModel
import Synchronization

/// Keeps logs until all have come and can be merged: each in memory while it is short, else in one file that
/// has no name, so that long logs of many hosts do not fill the memory.
final class LogSpool: Sendable {
  struct NoSpace: Error, CustomStringConvertible {
    let description: String
  }

  /// Lines of one log are in order of time; a container has one for each of its streams.
  struct Key: Hashable {
    let host: HostName
    let container: String
    let stream: OutputChunk.Stream
  }

  private struct Log {
    var written: [(offset: Int, count: Int)] = []
    /// Not yet in the file.
    var tail: [LogEntry] = []
    var tailBytes = 0
  }

  private struct State {
    var logs: [Key: Log] = [:]
    var order: [Key] = []
    var file: FileDescriptor?
    var end = 0
    var failure: NoSpace?
  }

  /// Owned by the state; closed with it.
  private final class FileDescriptor: Sendable {
    let number: Int32
    init(_ number: Int32) { self.number = number }
    deinit { close(number) }
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
        return Reader(pieces: log.written, tail: log.tail) { offset, count in
          guard let file else { return [] }
          var buffer = [UInt8](repeating: 0, count: count)
          let got = buffer.withUnsafeMutableBytes { pread(file.number, $0.baseAddress, count, offset) }
          return LogRecord.entries([UInt8](buffer.prefix(max(0, got))), key: key)
        }
      }
    }
  }

  /// Gives out one log line by line.
  struct Reader {
    private var pieces: ArraySlice<(offset: Int, count: Int)>
    private var tail: [LogEntry]
    private var loaded: ArraySlice<LogEntry> = []
    private let load: (_ offset: Int, _ count: Int) -> [LogEntry]

    init(
      pieces: [(offset: Int, count: Int)], tail: [LogEntry],
      load: @escaping (_ offset: Int, _ count: Int) -> [LogEntry]
    ) {
      self.pieces = pieces[...]
      self.tail = tail
      self.load = load
    }

    mutating func next() -> LogEntry? {
      while loaded.isEmpty {
        if let piece = pieces.popFirst() {
          loaded = load(piece.offset, piece.count)[...]
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
    if state.file == nil { state.file = open() }
    let bytes = log.tail.flatMap(LogRecord.bytes)
    guard let file = state.file,
      bytes.withUnsafeBytes({ pwrite(file.number, $0.baseAddress, bytes.count, state.end) }) == bytes.count
    else {
      state.failure = NoSpace(
        description: "the logs do not fit in \(FileManager.default.temporaryDirectory.path); "
          + "set TMPDIR to a folder with more space, or ask for less with --tail or --since")
      return
    }
    state.logs[key] = Log(written: log.written + [(state.end, bytes.count)])
    state.end += bytes.count
  }

  /// A new file without a name, mode 0600 (mkstemp(3)).
  private static func open() -> FileDescriptor? {
    var template = Array((FileManager.default.temporaryDirectory.path + "/swiftplay.XXXXXX").utf8CString)
    let number = mkstemp(&template)
    guard number >= 0 else { return nil }
    unlink(template)
    return FileDescriptor(number)
  }
}
