import Foundation
import Glibc
import Synchronization

/// A program started by a test. Its output goes to files, so that no full pipe can stop it; waiting for it
/// blocks no thread of Swift's.
///
/// Foundation's `Process` learns of a child's end from a socket the child inherits, which a daemon that the
/// child leaves behind keeps open: with it, starting an engine would never end.
final class ChildProcess: Sendable {
  struct Ending: Sendable {
    /// The exit code; for a signal, 128 and its number, as shells say it.
    let exit: Int
    let stdout: String
    let stderr: String
  }

  struct NotStarted: Error, CustomStringConvertible {
    let description: String
  }

  private enum State {
    case running([CheckedContinuation<Int, Never>])
    case ended(Int)
  }

  private let identifier: pid_t
  private let output: URL
  private let errors: URL
  private let state = Mutex(State.running([]))

  /// - Parameters:
  ///   - environment: replaces variables of the test's own environment; an empty text removes one.
  ///   - terminal: where it reads and shows everything, instead of nothing and files.
  ///   - patience: seconds after which it is killed; only a failure takes that long.
  init(
    _ program: String, _ arguments: [String], environment: [String: String] = [:], directory: URL? = nil,
    terminal: PseudoTerminal? = nil, patience: Double = 150
  ) throws {
    let scratch = FileManager.default.temporaryDirectory.appending(path: "fleet-test-\(UUID().uuidString)")
    output = scratch.appendingPathExtension("out")
    errors = scratch.appendingPathExtension("err")
    let variables = ProcessInfo.processInfo.environment.merging(environment) { _, new in new }
      .filter { !$0.value.isEmpty }
    // env changes the directory and becomes the program: the process number stays. setsid, too, when it need
    // not fork, and here it need not.
    let session = terminal == nil ? [] : ["/usr/bin/setsid", "--ctty"]
    identifier = try Self.spawn(
      session + ["/usr/bin/env", "--chdir=\(directory?.path ?? "/")", program] + arguments,
      environment: variables.map { "\($0.key)=\($0.value)" }, input: terminal?.path ?? "/dev/null",
      output: terminal?.path ?? output.path, errors: terminal?.path ?? errors.path)
    Thread.detachNewThread { self.wait() }
    DispatchQueue.global().asyncAfter(deadline: .now() + patience) { [weak self] in self?.signal(SIGKILL) }
  }

  deinit {
    for file in [output, errors] { try? FileManager.default.removeItem(at: file) }
  }

  /// What it has printed so far.
  var outputSoFar: String { Self.text(output) }

  /// What it has printed to stderr so far.
  var errorsSoFar: String { Self.text(errors) }

  var hasEnded: Bool {
    state.withLock { if case .ended = $0 { true } else { false } }
  }

  func signal(_ number: Int32) {
    state.withLock { state in
      // Once it has been reaped, the number may be another process's.
      if case .running = state { kill(identifier, number) }
    }
  }

  func ending() async -> Ending {
    let code = await withCheckedContinuation { continuation in
      let ended = state.withLock { state -> Int? in
        switch state {
        case .ended(let code): return code
        case .running(let waiting):
          state = .running(waiting + [continuation])
          return nil
        }
      }
      if let ended { continuation.resume(returning: ended) }
    }
    return Ending(exit: code, stdout: Self.text(output), stderr: Self.text(errors))
  }

  private func wait() {
    var information = siginfo_t()
    while waitid(P_PID, id_t(identifier), &information, WEXITED | WNOWAIT) == -1, errno == EINTR {}
    var code = 0
    let waiting = state.withLock { state -> [CheckedContinuation<Int, Never>] in
      var status: Int32 = 0
      waitpid(identifier, &status, 0)
      // wait(2): the low seven bits are the signal, the next byte is the exit code.
      let signal = Int(status & 0x7F)
      code = signal == 0 ? Int((status >> 8) & 0xFF) : 128 + signal
      guard case .running(let waiting) = state else { return [] }
      state = .ended(code)
      return waiting
    }
    for continuation in waiting { continuation.resume(returning: code) }
  }

  private static func spawn(
    _ arguments: [String], environment: [String], input: String, output: String, errors: String
  ) throws -> pid_t {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    let create = O_WRONLY | O_CREAT | O_TRUNC | O_NOCTTY
    posix_spawn_file_actions_addopen(&actions, 0, input, O_RDWR | O_NOCTTY, 0)
    posix_spawn_file_actions_addopen(&actions, 1, output, create, 0o600)
    posix_spawn_file_actions_addopen(&actions, 2, errors, create, 0o600)
    let words = arguments.map { strdup($0) }
    let variables = environment.map { strdup($0) }
    defer { for text in words + variables { free(text) } }
    var identifier: pid_t = 0
    let problem = posix_spawn(&identifier, arguments[0], &actions, nil, words + [nil], variables + [nil])
    guard problem == 0 else {
      throw NotStarted(description: "\(arguments[0]): \(String(cString: strerror(problem)))")
    }
    return identifier
  }

  private static func text(_ file: URL) -> String {
    String(decoding: (try? Data(contentsOf: file)) ?? Data(), as: UTF8.self)
  }
}
