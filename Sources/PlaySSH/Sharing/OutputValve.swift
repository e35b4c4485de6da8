import Synchronization

/// Holds a command's output back while whoever it is for does not keep up: nothing more is read then, and the host's own
/// window fills (RFC 4254 section 5.2).
final class OutputValve: Sendable {
  private let closed = Atomic<Bool>(false)

  var isOpen: Bool { !closed.load(ordering: .acquiring) }

  func close() { closed.store(true, ordering: .releasing) }

  func open() { closed.store(false, ordering: .releasing) }
}
