import Foundation
import Glibc
import PlayModel

extension RunSummary {
  /// Whether the run's program is still at work on this machine. A number that another program has got
  /// meanwhile would be mistaken for it; that only costs a hint.
  var isAlive: Bool {
    outcome == nil && header.machine == ProcessInfo.processInfo.hostName
      && (kill(pid_t(header.processID), 0) == 0 || errno == EPERM)
  }
}
