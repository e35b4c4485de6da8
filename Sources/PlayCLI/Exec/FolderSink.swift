import Foundation
import PlayModel
import PlayReport
import Synchronization

/// Two files a host, `HOST.out` and `HOST.err`, mode 0600.
final class FolderSink: ExecSink {
  struct Unwritten: Error, CustomStringConvertible {
    let description: String
  }

  private struct State {
    var files: [String: FileHandle] = [:]
    var failure: Unwritten?
  }

  private let folder: URL
  private let state = Mutex(State())

  /// Makes the folder, and an empty pair of files for each host.
  init(_ path: String, hosts: [HostName]) throws {
    folder = URL(fileURLWithPath: path)
    do {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      for name in hosts.flatMap({ [name($0, .stdout), name($0, .stderr)] }) {
        let file = folder.appending(path: name).path
        guard
          FileManager.default.createFile(atPath: file, contents: nil, attributes: [.posixPermissions: 0o600])
        else { throw Unwritten(description: "cannot write \(file)") }
      }
    } catch let error as Unwritten {
      throw error
    } catch {
      throw Unwritten(description: "cannot make the folder \(path): \(error.localizedDescription)")
    }
  }

  func take(_ chunk: OutputChunk, of host: HostName) {
    let name = name(host, chunk.stream)
    state.withLock { state in
      do {
        let file =
          try state.files[name] ?? FileHandle(forWritingTo: folder.appending(path: name))
        state.files[name] = file
        try file.write(contentsOf: chunk.bytes)
      } catch {
        state.failure = Unwritten(
          description: "cannot write \(folder.appending(path: name).path): \(error.localizedDescription)")
      }
    }
  }

  func finish(_ result: ExecResult) {
    state.withLock { state in
      for stream in [OutputChunk.Stream.stdout, .stderr] {
        try? state.files.removeValue(forKey: name(result.host, stream))?.close()
      }
    }
    for line in ExecText.trouble(result) { Console.complain("\(result.host): \(line)") }
  }

  func end(_ results: [ExecResult], unfinished: [HostName]) throws {
    if let failure = state.withLock({ $0.failure }) { throw failure }
  }

  /// A slash cannot stand in a file's name.
  private func name(_ host: HostName, _ stream: OutputChunk.Stream) -> String {
    let safe = host.text.replacing("%", with: "%25").replacing("/", with: "%2F")
    return safe + (stream == .stdout ? ".out" : ".err")
  }
}
