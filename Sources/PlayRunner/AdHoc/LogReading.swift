import PlayModel

/// Takes the output of a `LogScript` as it comes and makes entries of it.
struct LogReading {
  /// What the script said besides lines.
  enum Finding: Hashable {
    case none, missing
    case down(String)
  }

  private struct Stream {
    var partial: [UInt8] = []
    var hasBegun = false
    var container = ""
    var lastTime: EngineTime?
    /// The beginning of this line was given out already.
    var isContinued = false
  }

  /// A longer line is given out in pieces, so that a host cannot fill the memory with one.
  private static let longest = 1 << 16

  private let host: HostName
  private let mark: [UInt8]
  private var streams: [OutputChunk.Stream: Stream] = [.stdout: Stream(), .stderr: Stream()]
  private(set) var finding: Finding?
  /// Containers that have been named.
  private(set) var containers: [String] = []
  /// Containers whose logs could not be read, each with the engine's word on it.
  private(set) var failures: [(container: String, words: String)] = []
  /// The engine's words come on stderr, the script's mark on stdout, in no certain order.
  private var words = ""
  private var failed: [String] = []
  private(set) var hasEnded = false

  init(host: HostName, nonce: String) {
    self.host = host
    mark = Array("\(nonce) ".utf8)
  }

  var hasBegun: Bool { streams[.stdout]?.hasBegun ?? false }

  mutating func take(_ chunk: OutputChunk) -> [LogEntry] {
    guard var stream = streams[chunk.stream] else { return [] }
    // Taken out while it changes: two references would copy the bytes.
    streams[chunk.stream] = nil
    var entries: [LogEntry] = []
    var rest = chunk.bytes[...]
    while let end = rest.firstIndex(of: 0x0A) {
      stream.partial += rest[..<end]
      rest = rest[rest.index(after: end)...]
      add(stream.partial, chunk.stream, &stream, &entries)
      stream.partial.removeAll(keepingCapacity: true)
      stream.isContinued = false
    }
    stream.partial += rest
    while stream.partial.count >= Self.longest {
      add([UInt8](stream.partial.prefix(Self.longest)), chunk.stream, &stream, &entries)
      stream.partial.removeFirst(Self.longest)
      stream.isContinued = true
    }
    streams[chunk.stream] = stream
    return entries
  }

  /// Nothing more will come; a line that was broken off is left out, to be read again.
  mutating func end() {
    failures = failed.map { ($0, words) }
  }

  private mutating func add(
    _ line: [UInt8], _ name: OutputChunk.Stream, _ stream: inout Stream, _ entries: inout [LogEntry]
  ) {
    if !stream.isContinued, line.starts(with: mark) {
      return obey(String(decoding: line.dropFirst(mark.count), as: UTF8.self), &stream)
    }
    // Before its beginning stands what start-up files print.
    guard stream.hasBegun else { return }
    if stream.isContinued, let time = stream.lastTime {
      entries.append(LogEntry(host: host, container: stream.container, stream: name, time: time, text: line))
      return
    }
    guard !line.isEmpty else { return }
    let space = line.firstIndex(of: 0x20) ?? line.endIndex
    guard let time = EngineTime(utf8: line[..<space]) else {
      words = String(decoding: line.prefix(500), as: UTF8.self)
      return
    }
    var text = line[space...].dropFirst()
    // A container with a terminal writes both.
    if text.last == 0x0D { text.removeLast() }
    stream.lastTime = time
    entries.append(
      LogEntry(host: host, container: stream.container, stream: name, time: time, text: [UInt8](text)))
  }

  private mutating func obey(_ order: String, _ stream: inout Stream) {
    let parts = order.split(separator: " ", maxSplits: 1).map(String.init)
    let rest = parts.count > 1 ? parts[1] : ""
    switch parts.first {
    case "begin": stream.hasBegun = true
    case "container":
      stream.container = rest
      if !containers.contains(rest) { containers.append(rest) }
    case "none": finding = LogReading.Finding.none
    case "missing": finding = .missing
    case "down": finding = .down(rest)
    case "failed": failed.append(stream.container)
    case "end": hasEnded = true
    default: break
    }
  }
}
