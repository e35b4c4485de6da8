import ArgumentParser
import Foundation
import Glibc

/// This program started once more, to go on when this process has ended.
struct BackgroundProgram {
  private let arguments: [String]

  /// - Parameters:
  ///   - flag: the argument of this process that asked for it.
  ///   - other: what the other process gets in its place.
  init(replacing flag: String, with other: String) {
    arguments = CommandLine.arguments.map { $0 == flag ? other : $0 }
  }

  /// The other process's last byte, where it goes on.
  private static let farewell: UInt8 = 0

  /// Waits until the other process has let go of its output, which is passed on, or has ended.
  ///
  /// It has the terminal until then, so that it can ask for passwords.
  func start() throws {
    let output = Pipe()
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_adddup2(&actions, output.fileHandleForWriting.fileDescriptor, 1)
    // Its end of the pipe is its stdout alone: that it lets go of it is the sign.
    for end in [output.fileHandleForReading, output.fileHandleForWriting] {
      posix_spawn_file_actions_addclose(&actions, end.fileDescriptor)
    }
    // The threads of a task block signals, and a process inherits that.
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var none = sigset_t()
    sigemptyset(&none)
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
    var words = arguments.map { strdup($0) } + [nil]
    defer { for word in words { free(word) } }
    var process = pid_t()
    let problem = posix_spawn(&process, "/proc/self/exe", &actions, &attributes, &words, environ)
    guard problem == 0 else {
      Console.complain(
        "swiftplay: it cannot start itself in the background: \(String(cString: strerror(problem)))")
      throw ProgramExit.internalError
    }
    try output.fileHandleForWriting.close()
    var goesOn = false
    while let text = try output.fileHandleForReading.read(upToCount: 4096), !text.isEmpty {
      goesOn = text.last == Self.farewell
      Console.print(String(decoding: goesOn ? text.dropLast() : text, as: UTF8.self))
    }
    // The end of its output alone says nothing: a process that ends closes it before it can be waited for.
    var status: Int32 = 0
    guard !goesOn, waitpid(process, &status, 0) == process else { return }
    // WEXITSTATUS is a macro: the second byte of a status whose first seven bits are 0 (wait(2)).
    throw ExitCode(status & 0x7f == 0 ? (status >> 8) & 0xff : 128 + (status & 0x7f))
  }

  /// Lets go of terminal and output: said by the other process when it needs neither any more.
  static func detach() {
    _ = withUnsafeBytes(of: farewell) { write(1, $0.baseAddress, 1) }
    setsid()
    let null = open("/dev/null", O_RDWR)
    guard null >= 0 else { return }
    for descriptor in Int32(0)...2 { dup2(null, descriptor) }
    if null > 2 { close(null) }
  }
}
