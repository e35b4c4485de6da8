import Foundation

/// The fleet of real hosts that `Scripts/test` brings up, and its tool.
///
/// Tests lease the hosts they use, so that tests on different hosts run at the same time and no two on one.
actor LocalFleet {
  struct Missing: Error, CustomStringConvertible {
    let description: String
  }

  struct ToolFailure: Error, CustomStringConvertible {
    let description: String
  }

  private struct Description: Decodable {
    struct Host: Decodable {
      let name: String
      let address: String
    }

    let name: String
    let registry: String
    let key: String
    let knownHosts: String
    let hosts: [Host]
  }

  private struct Waiting {
    let count: Int
    let continuation: CheckedContinuation<[FleetHost], Never>
  }

  nonisolated let directory: URL
  nonisolated let registry: String
  /// The private key that every login of the fleet accepts.
  nonisolated let key: String
  nonisolated let knownHosts: String
  nonisolated let hosts: [FleetHost]
  private let name: String
  private let script: String
  private var free: [FleetHost]
  private var queue: [Waiting] = []

  /// One for all tests; fails when the environment does not tell of a fleet.
  static func shared() throws -> LocalFleet { try found.get() }

  private static let found = Result { try LocalFleet() }

  private init() throws {
    func variable(_ name: String) throws -> String {
      guard let value = ProcessInfo.processInfo.environment[name], !value.isEmpty else {
        throw Missing(description: "\(name) is not set: run these tests with `make test`")
      }
      return value
    }
    directory = URL(fileURLWithPath: try variable("SWIFTPLAY_FLEET_DIR"), isDirectory: true)
    name = try variable("SWIFTPLAY_FLEET_NAME")
    let text = try Data(contentsOf: directory.appending(path: "fleet.json"))
    let description = try JSONDecoder().decode(Description.self, from: text)
    registry = description.registry
    key = description.key
    knownHosts = description.knownHosts
    hosts = description.hosts.map { FleetHost(name: $0.name, address: $0.address) }
    script =
      URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(path: "../../../Scripts/fleet")
      .standardized.path
    free = hosts
  }

  /// Runs the fleet's tool to its end; anything but success is the test's failure.
  @discardableResult
  nonisolated func tool(_ arguments: [String]) async throws -> String {
    let child = try ChildProcess(
      script, arguments,
      environment: ["SWIFTPLAY_FLEET_NAME": name, "SWIFTPLAY_FLEET_DIR": directory.path],
      scratch: FileManager.default.temporaryDirectory)
    let ending = await child.ending()
    guard ending.exit == 0 else {
      throw ToolFailure(
        description: "fleet \(arguments.joined(separator: " ")): exit \(ending.exit)\n\(ending.stderr)")
    }
    return ending.stdout
  }

  /// Lends `count` hosts to `work`, first come first served, so that one who wants all is not passed over.
  nonisolated func lend<T: Sendable>(
    _ count: Int, _ work: @Sendable ([FleetHost]) async throws -> T
  ) async throws -> T {
    guard count <= hosts.count else {
      throw Missing(description: "\(count) hosts are needed and the fleet has \(hosts.count)")
    }
    let lent = await take(count)
    do {
      let answer = try await work(lent)
      await giveBack(lent)
      return answer
    } catch {
      await giveBack(lent)
      throw error
    }
  }

  private func take(_ count: Int) async -> [FleetHost] {
    if queue.isEmpty, free.count >= count { return removeFree(count) }
    return await withCheckedContinuation { queue.append(Waiting(count: count, continuation: $0)) }
  }

  private func giveBack(_ hosts: [FleetHost]) {
    free = (free + hosts).sorted { $0.name < $1.name }
    while let next = queue.first, free.count >= next.count {
      queue.removeFirst()
      next.continuation.resume(returning: removeFree(next.count))
    }
  }

  private func removeFree(_ count: Int) -> [FleetHost] {
    let taken = Array(free.prefix(count))
    free.removeFirst(count)
    return taken
  }
}
