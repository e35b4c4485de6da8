import Foundation
import Glibc
import Synchronization

/// A file under a temporary name that takes its own when it is complete, and is gone when it is not.
final class PartFile: Sendable {
  private struct State {
    var handle: FileHandle?
    var failure: Fetching.Unwritten?
  }

  private let target: URL
  private let part: URL
  private let state: Mutex<State>

  init(_ target: URL, mode: Int) throws(Fetching.Unwritten) {
    self.target = target
    part = target.deletingLastPathComponent().appending(path: ".\(target.lastPathComponent).part-\(getpid())")
    do {
      try FileManager.default.createDirectory(
        at: target.deletingLastPathComponent(), withIntermediateDirectories: true)
    } catch {
      throw Fetching.Unwritten(
        detail: "\(target.deletingLastPathComponent().path) cannot be made: \(error.localizedDescription)")
    }
    guard
      FileManager.default.createFile(
        atPath: part.path, contents: nil, attributes: [.posixPermissions: mode & 0o777]),
      let handle = FileHandle(forWritingAtPath: part.path)
    else { throw Fetching.Unwritten(detail: "\(target.path) cannot be written") }
    state = Mutex(State(handle: handle))
  }

  deinit {
    if state.withLock({ $0.handle }) != nil { unlink(part.path) }
  }

  func write(_ bytes: [UInt8]) {
    state.withLock { state in
      do { try state.handle?.write(contentsOf: bytes) } catch {
        state.failure = Fetching.Unwritten(
          detail: "\(target.path) cannot be written: \(error.localizedDescription)")
      }
    }
  }

  func finish() throws(Fetching.Unwritten) {
    let failure = state.withLock { state -> Fetching.Unwritten? in
      if let failure = state.failure { return failure }
      guard (try? state.handle?.synchronize()) != nil, rename(part.path, target.path) == 0 else {
        return Fetching.Unwritten(
          detail: "\(target.path) cannot be written: \(String(cString: strerror(errno)))")
      }
      try? state.handle?.close()
      state.handle = nil
      return nil
    }
    if let failure { throw failure }
  }
}
