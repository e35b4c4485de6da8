import Foundation
import PlayModel

extension RunSummary {
  /// Whether the run's program is still at work on this machine.
  var isAlive: Bool {
    outcome == nil && header.machine == ProcessInfo.processInfo.hostName
      && ProgramProcess.isAlive(header.processID)
  }
}
