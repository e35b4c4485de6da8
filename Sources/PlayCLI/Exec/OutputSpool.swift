import Crypto
import Foundation
import PlayModel
import Synchronization

/// Keeps what many hosts said. Short outputs stay in memory; long ones go to a file that has no name, so that
/// hundreds of hosts with a megabyte each do not fill the memory.
final class OutputSpool: Sendable {
  private struct Capture {
    var hash = SHA256()
    var written: [SpoolFile.Piece] = []
    /// Not yet in the file.
    var tail: [UInt8] = []
  }

  private struct Key: Hashable {
    let host: HostName
    let stream: OutputChunk.Stream
  }

  private struct State {
    var captures: [Key: Capture] = [:]
    var file = SpoolFile()
    var failure: SpoolFile.NoSpace?
  }

  /// Bytes of one stream of one host that stay in memory.
  private static let inMemory = 32 << 10
  private let state = Mutex(State())

  func append(_ chunk: OutputChunk, of host: HostName) {
    state.withLock { state in
      let key = Key(host: host, stream: chunk.stream)
      var capture = state.captures[key] ?? Capture()
      state.captures[key] = nil
      capture.hash.update(data: chunk.bytes)
      capture.tail += chunk.bytes
      if capture.tail.count > Self.inMemory { Self.flush(&capture, &state) }
      state.captures[key] = capture
    }
  }

  /// Fails when some output could not be kept.
  func check() throws {
    if let failure = state.withLock({ $0.failure }) { throw failure }
  }

  /// The same text for two hosts that said the same.
  func fingerprint(of host: HostName) -> String {
    state.withLock { state in
      let streams = [OutputChunk.Stream.stdout, .stderr].map { stream in
        state.captures[Key(host: host, stream: stream)].map { $0.hash.finalize().description } ?? ""
      }
      return streams.joined(separator: " ")
    }
  }

  /// Gives out what the host said on one stream, piece by piece.
  func read(_ stream: OutputChunk.Stream, of host: HostName, _ take: ([UInt8]) -> Void) {
    let (capture, file) = state.withLock { ($0.captures[Key(host: host, stream: stream)], $0.file) }
    guard let capture else { return }
    for piece in capture.written { take(file.read(piece)) }
    take(capture.tail)
  }

  /// Everything of one stream.
  func bytes(_ stream: OutputChunk.Stream, of host: HostName) -> [UInt8] {
    var all: [UInt8] = []
    read(stream, of: host) { all += $0 }
    return all
  }

  /// Forgets a host whose output has been shown.
  func forget(_ host: HostName) {
    state.withLock { state in
      for stream in [OutputChunk.Stream.stdout, .stderr] {
        state.captures[Key(host: host, stream: stream)] = nil
      }
    }
  }

  private static func flush(_ capture: inout Capture, _ state: inout State) {
    guard let piece = state.file.append(capture.tail) else {
      state.failure = SpoolFile.NoSpace("the hosts' output does", advice: "write files with --out-dir")
      return
    }
    capture.written.append(piece)
    capture.tail.removeAll(keepingCapacity: true)
  }
}
