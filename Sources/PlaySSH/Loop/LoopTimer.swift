/// Something to be done later on a loop.
///
/// Unchecked: used on the loop's thread only, once it has been given to the loop.
final class LoopTimer: @unchecked Sendable {
  private var action: (() -> Void)?

  init(_ action: @escaping () -> Void) { self.action = action }

  /// Its time has not come, and nobody has cancelled it.
  var isWaiting: Bool { action != nil }

  func cancel() { action = nil }

  /// The action, once.
  func take() -> (() -> Void)? {
    defer { action = nil }
    return action
  }
}
