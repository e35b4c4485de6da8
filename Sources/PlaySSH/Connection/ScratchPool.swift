import NIOCore
import Synchronization

/// A `ReadScratch` for each event loop.
final class ScratchPool: Sendable {
  private let scratches = Mutex<[ObjectIdentifier: NIOLoopBound<ReadScratch>]>([:])

  /// Called on `eventLoop`.
  func scratch(on eventLoop: any EventLoop) -> ReadScratch {
    scratches.withLock { scratches in
      if let bound = scratches[ObjectIdentifier(eventLoop)] { return bound }
      let bound = NIOLoopBound(ReadScratch(), eventLoop: eventLoop)
      scratches[ObjectIdentifier(eventLoop)] = bound
      return bound
    }.value
  }
}
