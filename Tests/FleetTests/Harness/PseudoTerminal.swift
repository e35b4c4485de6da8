import Foundation
import Glibc
import Synchronization

/// A terminal without a screen: what a program shows on it, and keys for the program (pty(7)).
final class PseudoTerminal: Sendable {
  struct NotOpened: Error {}

  /// The program's side.
  let path: String
  private static let setLock: UInt = 0x4004_5431  // TIOCSPTLCK
  private static let getNumber: UInt = 0x8004_5430  // TIOCGPTN
  private let descriptor: Int32
  private let shown = Mutex<[UInt8]>([])

  init(columns: Int = 80, rows: Int = 24) throws {
    // What posix_openpt(3), unlockpt(3) and ptsname(3) do, which Swift's Glibc does not show (ioctl_tty(2)).
    descriptor = open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC)
    var (number, unlocked) = (Int32(0), Int32(0))
    guard descriptor >= 0, ioctl(descriptor, Self.setLock, &unlocked) == 0,
      ioctl(descriptor, Self.getNumber, &number) == 0
    else { throw NotOpened() }
    path = "/dev/pts/\(number)"
    resize(columns: columns, rows: rows)
    Thread.detachNewThread { [weak self, descriptor] in
      var buffer = [UInt8](repeating: 0, count: 4096)
      while true {
        let count = read(descriptor, &buffer, buffer.count)
        // EIO: nobody has the program's side open, before the program begins and after it has ended.
        if count < 0, errno == EIO, self != nil {
          usleep(10_000)
          continue
        }
        guard count > 0, let self else { break }
        let bytes = buffer.prefix(count)
        self.shown.withLock { $0 += bytes }
      }
      close(descriptor)
    }
  }

  /// Everything shown so far, escape sequences included.
  var text: String { String(decoding: shown.withLock { $0 }, as: UTF8.self) }

  func press(_ keys: String) {
    let bytes = Array(keys.utf8)
    _ = write(descriptor, bytes, bytes.count)
  }

  func resize(columns: Int, rows: Int) {
    var size = winsize()
    size.ws_col = UInt16(columns)
    size.ws_row = UInt16(rows)
    _ = ioctl(descriptor, UInt(TIOCSWINSZ), &size)
  }
}
