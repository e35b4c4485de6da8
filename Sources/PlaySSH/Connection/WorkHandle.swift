import NIOCore
import PlayModel

/// Where a cancellation finds the work that it is about. A cancellation that comes before the work has
/// begun is remembered.
final class WorkHandle: Sendable {
  private struct State {
    var work: (any SettlingTask)?
    var cancelled: HostFailure?
  }

  private let state: NIOLoopBoundBox<State>

  init(eventLoop: any EventLoop) {
    state = .makeBoxSendingValue(State(), eventLoop: eventLoop)
  }

  func began(_ work: any SettlingTask) {
    if let failure = state.value.cancelled { return work.abandon(failure) }
    state.value.work = work
  }

  func cancel(_ failure: HostFailure) {
    if let work = state.value.work { work.abandon(failure) } else { state.value.cancelled = failure }
  }
}
