import Foundation
import Testing

/// A place for one test: some hosts of the fleet for itself, as on their first day, and a folder with an
/// inventory of just these hosts and a run store.
struct Scenario: Sendable {
  let fleet: LocalFleet
  let hosts: [FleetHost]
  let folder: URL
  private let program: String

  /// The first of the hosts.
  var host: FleetHost { hosts[0] }
  var home: URL { folder.appending(path: "home") }

  /// Hands `count` hosts to a test and cleans up after it, whatever happens.
  static func on(_ count: Int, _ test: @Sendable (Scenario) async throws -> Void) async throws {
    let fleet = try LocalFleet.shared()
    let program = ProcessInfo.processInfo.environment["SWIFTPLAY_BIN"] ?? ""
    guard FileManager.default.isExecutableFile(atPath: program) else {
      throw LocalFleet.Missing(
        description: "SWIFTPLAY_BIN names no program: run these tests with `make test`")
    }
    try await fleet.lend(count) { hosts in
      let folder = FileManager.default.temporaryDirectory.appending(path: "fleet-test-\(UUID().uuidString)")
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      let scenario = Scenario(fleet: fleet, hosts: hosts, folder: folder, program: program)
      do {
        try await scenario.reset()
        try scenario.write("inventory.ini", scenario.inventory())
        try await test(scenario)
      } catch {
        try? await scenario.reset()
        try? FileManager.default.removeItem(at: folder)
        throw error
      }
      try await scenario.reset()
      try FileManager.default.removeItem(at: folder)
    }
  }

  private func reset() async throws {
    try await eachHost { try await $0.reset() }
  }

  /// Does something on all the hosts at once.
  func eachHost(_ work: @escaping @Sendable (FleetHost) async throws -> Void) async throws {
    try await withThrowingTaskGroup(of: Void.self) { group in
      for host in hosts { group.addTask { try await work(host) } }
      try await group.waitForAll()
    }
  }

  @discardableResult
  func write(_ name: String, _ text: String) throws -> URL {
    let file = folder.appending(path: name)
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: file)
    return file
  }

  /// A playbook of one play; `deploy.yml` where no name is given.
  func write(_ name: String, _ play: PlayText) throws { try write(name, play.yaml) }

  func write(_ play: PlayText) throws { try write("deploy.yml", play.yaml) }

  /// An INI inventory of the scenario's hosts in the group `web`.
  ///
  /// - Parameters:
  ///   - user: the login; root, deploy, ops or plain.
  ///   - more: further lines of `[web:vars]`.
  func inventory(user: String = "root", key: String? = nil, knownHosts: String? = nil, more: String = "")
    -> String
  {
    """
    [web]
    \(hosts.map { "\($0.name) ansible_host=\($0.address)" }.joined(separator: "\n"))

    [web:vars]
    ansible_user=\(user)
    ansible_ssh_private_key_file=\(key ?? fleet.key)
    ansible_ssh_common_args='-o UserKnownHostsFile=\(knownHosts ?? fleet.knownHosts)'
    registry=\(fleet.registry)
    \(more)

    """
  }

  /// Starts the program in the scenario's folder.
  func start(
    _ arguments: [String], environment: [String: String] = [:], terminal: PseudoTerminal? = nil
  ) throws -> ChildProcess {
    try ChildProcess(
      program, arguments,
      environment: ["SWIFTPLAY_HOME": home.path, "SSH_AUTH_SOCK": ""].merging(environment) { _, new in new },
      directory: folder, terminal: terminal)
  }

  /// Runs a shell line in the scenario's folder; the program is `$SWIFTPLAY_BIN`.
  func shell(_ line: String) async throws -> RunResult {
    let child = try ChildProcess(
      "/bin/sh", ["-c", line], environment: ["SWIFTPLAY_HOME": home.path, "SSH_AUTH_SOCK": ""],
      directory: folder)
    return RunResult(await child.ending())
  }

  /// Runs the program to its end.
  func program(_ arguments: String...) async throws -> RunResult {
    RunResult(await (try start(arguments)).ending())
  }

  /// `swiftplay run deploy.yml -i inventory.ini --output json -e version=… …`.
  func deploy(_ version: String = "1.0", _ more: String...) async throws -> RunResult {
    RunResult(await (try startDeploy(version, more)).ending())
  }

  func startDeploy(_ version: String, _ more: [String] = []) throws -> ChildProcess {
    try start(
      ["run", "deploy.yml", "-i", "inventory.ini", "--output", "json", "-e", "version=\(version)"] + more)
  }

  /// The id of the container with this name on each of the hosts.
  func ids(_ name: String = "web") async throws -> [String: String] {
    var ids: [String: String] = [:]
    for host in hosts { ids[host.name] = try await host.containers()[name]?["Id"].text }
    return ids
  }
}
