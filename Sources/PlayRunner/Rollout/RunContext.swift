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

  func record(_ body: RunEvent.Body) async throws(RecordFailure) { try await recorder.record(body) }

  /// Journals a step around its work: the intent before, the outcome after.
  func step<Result: Sendable>(
    _ key: StepKey, _ work: () async throws(StepFailure) -> Result
  ) async throws(StepFailure) -> Result {
    try await note(.stepStarted(key))
    let result: Result
    do throws(StepFailure) { result = try await work() } catch {
      if case .unrecorded = error { throw error }
      try await note(.stepFinished(key, error.outcome, error.trouble))
      throw error
    }
    try await note(.stepFinished(key, .succeeded, nil))
    return result
  }

  func note(_ body: RunEvent.Body) async throws(StepFailure) {
    do throws(RecordFailure) { try await recorder.record(body) } catch { throw .unrecorded(error) }
  }
}
