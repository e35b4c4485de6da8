import Foundation

/// How many requests were sent through a balancer while something went on, and how many of them failed.
struct Load: Sendable {
  let requests: Int
  let failed: Int
  let said: String

  /// Sends requests for as long as `work` takes (bench/load).
  static func through(
    _ balancer: FleetHost, while work: @Sendable () async throws -> Void
  ) async throws -> Load {
    let project = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    let child = try ChildProcess(project.appending(path: "bench/load").path, [balancer.address, "80", "0"])
    do {
      try await Task.sleep(for: .seconds(1))
      try await work()
      try await Task.sleep(for: .seconds(3))
    } catch {
      child.signal(SIGKILL)
      throw error
    }
    child.signal(SIGTERM)
    let ending = await child.ending()
    let told = try JSONValue.parse(ending.stdout)
    return Load(
      requests: told["requests"].int ?? 0, failed: told["failed"].int ?? -1,
      said: ending.stdout + ending.stderr)
  }
}
