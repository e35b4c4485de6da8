import Foundation
import Glibc

/// Processes of this program on this machine.
enum ProgramProcess {
  /// Whether a process with this number is there and is this program: after a restart of the machine the number may be
  /// another's.
  static func isAlive(_ number: Int) -> Bool {
    guard kill(pid_t(number), 0) == 0 || errno == EPERM else { return false }
    guard let theirs = program(of: "\(number)"), let own = program(of: "self") else { return true }
    return theirs == own
  }

  /// The name of the file that a process runs (proc(5), /proc/pid/exe); `nil` where it may not be known.
  private static func program(of process: String) -> String? {
    guard let path = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/\(process)/exe") else {
      return nil
    }
    // One that was replaced since it was started.
    let deleted = " (deleted)"
    let file = path.hasSuffix(deleted) ? String(path.dropLast(deleted.count)) : path
    return URL(fileURLWithPath: file).lastPathComponent
  }
}
