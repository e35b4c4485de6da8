import Synchronization

#if canImport(Glibc)
  import Glibc
#endif

/// Runs the commands of `Match exec`. Each command line, tokens replaced, runs once: a run asks about a
/// thousand hosts, and its answer should not change half-way.
final class MatchCommands: Sendable {
  private let answers = Mutex<[String: Bool]>([:])
  private let deadline: Duration

  init(deadline: Duration = .seconds(10)) { self.deadline = deadline }

  /// Whether the command ends with 0, in the user's shell (readconf.c, `execute_in_shell`). Blocks.
  func succeeds(_ command: String) throws(SSHOptionProblem) -> Bool {
    if let known = answers.withLock({ $0[command] }) { return known }
    let answer = try run(command)
    answers.withLock { $0[command] = answer }
    return answer
  }

  private func run(_ command: String) throws(SSHOptionProblem) -> Bool {
    let shell = getenv("SHELL").map { String(cString: $0) } ?? "/bin/sh"
    let child: pid_t
    do throws(SpawnFailure) {
      child = try Self.spawn(shell, ["-c", command])
    } catch {
      throw SSHOptionProblem(
        text: "Match exec: \(shell) cannot be run: \(SystemWords.text(error.errorNumber))",
        hint: "SHELL must name a shell")
    }
    let clock = ContinuousClock()
    let end = clock.now + deadline
    var pause: UInt32 = 500
    var status: Int32 = 0
    while true {
      let ended = waitpid(child, &status, WNOHANG)
      if ended == child { break }
      if clock.now >= end {
        // The shell leads a process group of its own.
        kill(-child, SIGKILL)
        while waitpid(child, &status, 0) < 0, errno == EINTR {}
        throw SSHOptionProblem(text: "Match exec: the command did not end within \(deadline): \(command)")
      }
      usleep(pause)
      pause = min(pause * 2, 20_000)
    }
    guard status & 0x7f == 0 else {
      throw SSHOptionProblem(text: "Match exec: signal \(status & 0x7f) ended the command: \(command)")
    }
    return status == 0
  }

  private struct SpawnFailure: Error {
    let errorNumber: Int32
  }

  private static func spawn(_ program: String, _ arguments: [String]) throws(SpawnFailure) -> pid_t {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0)
    posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0)
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    // Threads of Swift's pool block signals, and a child would inherit that.
    var none = sigset_t()
    sigemptyset(&none)
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setpgroup(&attributes, 0)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETPGROUP))
    var words = ([program] + arguments).map { strdup($0) } + [nil]
    defer { for word in words { free(word) } }
    var child: pid_t = 0
    let code = posix_spawn(&child, program, &actions, &attributes, &words, environ)
    guard code == 0 else { throw SpawnFailure(errorNumber: code) }
    return child
  }
}
