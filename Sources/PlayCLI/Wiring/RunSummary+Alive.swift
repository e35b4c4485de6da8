import Foundation
import PlayModel
import PlayPlanning

extension RunSummary {
  /// Whether the process that began the run is still at work on this machine.
  var isStarterAlive: Bool {
    outcome == nil && header.machine == ProcessInfo.processInfo.hostName
      && ProgramProcess.isAlive(header.processID)
  }
}

extension RunState {
  /// Whether the process that took the run up last is still at work on this machine.
  var isTakenUp: Bool {
    guard outcome == nil, let last = resumptions.last else { return false }
    return last.machine == ProcessInfo.processInfo.hostName && ProgramProcess.isAlive(last.processID)
  }
}
