import PlayModel
import PlayPlanning

/// What every part of one run shares.
struct RunContext: Sendable {
  let run: RunID
  let ports: RunPorts
  let recorder: RunRecorder
  let halt: Halt
  let sessions: [HostName: HostSession]
  /// Hosts worked on at once.
  let forks: Int
  /// The opening the run has to keep to.
  var window: RunWindow?
  var patience = WindowPatience.stop
  /// The playbook's plays as they are now; none where the run goes by its record alone.
  var plays: [Play] = []

  /// In the order of the hosts' names: what is done at random has no place in a run.
  var orderedSessions: [HostSession] {
    sessions.sorted { $0.key.text < $1.key.text }.map(\.value)
  }

  func record(_ body: RunEvent.Body) async throws(RecordFailure) { try await recorder.record(body) }

  func record(_ bodies: [RunEvent.Body]) async throws(RecordFailure) { try await recorder.record(bodies) }

  /// What needs not be on disk before anything else is done.
  func enter(_ bodies: [RunEvent.Body]) async throws(RecordFailure) { try await recorder.enter(bodies) }

  /// Journals a step around its work: the intent before, the outcome after.
  ///
  /// A step that the journal has already begun is done again without a second intent: its operation on
  /// the host is the same one. One that was ended is not told about again.
  ///
  /// - Parameter telling: what else there is to tell when it has succeeded.
  func step<Result: Sendable>(
    _ key: StepKey, telling: (Result) -> [RunEvent.Body] = { _ in [] },
    _ work: () async throws(StepFailure) -> Result
  ) async throws(StepFailure) -> Result {
    let before = await recorder.step(key)?.status
    if before == nil { try await note(.stepStarted(key)) }
    let isOpen = before == nil || before == .started || before == .unknown
    let result: Result
    do throws(StepFailure) { result = try await work() } catch {
      switch error {
      case .unrecorded, .leftOpen: throw error
      case .failed, .unknown:
        if isOpen, before != .unknown || error.outcome != .unknown {
          try await tell([.stepFinished(key, error.outcome, error.trouble)])
        }
        throw error
      }
    }
    let end: [RunEvent.Body] = telling(result) + (isOpen ? [.stepFinished(key, .succeeded, nil)] : [])
    if !end.isEmpty { try await tell(end) }
    return result
  }

  /// Whether a step was done, here or by a process before this one.
  func isDone(_ key: StepKey) async -> Bool { await recorder.step(key)?.status == .succeeded }

  func note(_ body: RunEvent.Body) async throws(StepFailure) {
    do throws(RecordFailure) { try await recorder.record([body]) } catch { throw .unrecorded(error) }
  }

  private func tell(_ bodies: [RunEvent.Body]) async throws(StepFailure) {
    do throws(RecordFailure) { try await recorder.enter(bodies) } catch { throw .unrecorded(error) }
  }
}
