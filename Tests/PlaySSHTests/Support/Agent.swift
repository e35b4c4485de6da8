import Foundation

/// An ssh-agent of the test's own.
final class Agent: Sendable {
  private let process: Child
  let socket: String

  init(in workshop: Workshop) throws {
    let socket = workshop.file("agent")
    self.socket = socket
    process = try Child("/usr/bin/ssh-agent", ["-D", "-a", socket])
    for _ in 0..<200 where !FileManager.default.fileExists(atPath: socket) { usleep(10_000) }
  }

  deinit { process.end() }

  func add(_ key: String) throws {
    try Tool.run("/usr/bin/env", ["SSH_AUTH_SOCK=\(socket)", "/usr/bin/ssh-add", "-q", key])
  }

  func removeAll() throws {
    try Tool.run("/usr/bin/env", ["SSH_AUTH_SOCK=\(socket)", "/usr/bin/ssh-add", "-q", "-D"])
  }
}
