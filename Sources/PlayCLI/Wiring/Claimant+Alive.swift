import Foundation
import PlayStore

extension RunStore.Claimant {
  /// This process.
  static var current: RunStore.Claimant {
    RunStore.Claimant(
      machine: ProcessInfo.processInfo.hostName, process: Int(ProcessInfo.processInfo.processIdentifier))
  }

  /// Whether it is still there, as far as this machine can say: one of another machine counts as there.
  var isAlive: Bool {
    machine != ProcessInfo.processInfo.hostName || ProgramProcess.isAlive(process)
  }
}
