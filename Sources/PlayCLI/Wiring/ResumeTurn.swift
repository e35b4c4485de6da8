import Foundation
import Glibc
import PlayModel

/// A run's file in the program's home, locked (flock(2)) as long as a process takes the run up: two at the same moment
/// would each take the other's locks on the hosts away. Who is killed leaves none taken.
final class ResumeTurn {
  private let descriptor: Int32
  private let path: String

  /// `nil` when another process has it.
  init?(of run: RunID, home: String) throws {
    path = home + "/resuming." + run.text
    descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else {
      throw CocoaError(.fileWriteNoPermission, userInfo: [NSFilePathErrorKey: path])
    }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      close(descriptor)
      return nil
    }
  }

  func end() {
    unlink(path)
    close(descriptor)
  }
}
