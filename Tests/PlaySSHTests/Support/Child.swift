import Glibc

/// A program started with its own input and output; every descriptor of the tests is close-on-exec.
///
/// Not Foundation's `Process`: with long-lived children beside short ones its waits block one another.
final class Child: Sendable {
  let identifier: pid_t

  init(_ program: String, _ arguments: [String], input: String = "/dev/null", output: String = "/dev/null")
    throws
  {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 0, input, O_RDONLY, 0)
    posix_spawn_file_actions_addopen(&actions, 1, output, O_WRONLY | O_CREAT | O_APPEND, 0o600)
    posix_spawn_file_actions_adddup2(&actions, 1, 2)
    // The threads of Swift's pool block signals, and a child inherits that: it would not hear SIGTERM.
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var none = sigset_t()
    sigemptyset(&none)
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
    var words = ([program] + arguments).map { strdup($0) } + [nil]
    defer { for word in words { free(word) } }
    var child: pid_t = 0
    let code = posix_spawn(&child, program, &actions, &attributes, &words, environ)
    guard code == 0 else { throw Tool.Failure(description: "\(program): \(String(cString: strerror(code)))") }
    identifier = child
  }

  /// Waits for the end; the status as waitpid(2) gives it.
  @discardableResult
  func wait() -> Int32 {
    var status: Int32 = 0
    while waitpid(identifier, &status, 0) < 0, errno == EINTR {}
    return status
  }

  func end() {
    kill(identifier, SIGTERM)
    wait()
  }
}
