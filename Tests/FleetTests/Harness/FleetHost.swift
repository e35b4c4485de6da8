import Foundation

/// One real host of the fleet, seen from outside: not through SSH, and not through the program under test.
struct FleetHost: Sendable, Hashable, CustomStringConvertible {
  let name: String
  let address: String

  var description: String { name }

  /// Runs a command as root on the host.
  @discardableResult
  func shell(_ line: String) async throws -> String {
    try await LocalFleet.shared().tool(["exec", name, "--", "sh", "-c", line])
  }

  @discardableResult
  func docker(_ arguments: String...) async throws -> String {
    try await LocalFleet.shared().tool(["docker", name] + arguments)
  }

  /// What the engine's `inspect` says of each container, by name.
  func containers(of engine: String = "docker") async throws -> [String: JSONValue] {
    let text = try await shell(
      "ids=$(\(engine) ps -aq --no-trunc); [ -z \"$ids\" ] || \(engine) inspect --type container $ids")
    guard !text.isEmpty else { return [:] }
    return Dictionary(
      try JSONValue.parse(text).items.map { item in
        let name = item["Name"].text ?? ""
        return (name.hasPrefix("/") ? String(name.dropFirst()) : name, item)
      }, uniquingKeysWith: { first, _ in first })
  }

  /// The container of this name; a test that needs it fails when it is not there.
  func container(_ name: String) async throws -> JSONValue {
    guard let found = try await containers()[name] else {
      throw DidNotHappen(what: "container \(name) on \(self.name)")
    }
    return found
  }

  /// The body of a page, asked from this machine as a customer would; `nil` when nothing answers.
  func page(_ path: String = "/", port: Int = 8080) async throws -> String? {
    let child = try ChildProcess(
      "/usr/bin/env",
      ["curl", "--silent", "--show-error", "--max-time", "10", "http://\(address):\(port)\(path)"])
    let ending = await child.ending()
    return ending.exit == 0 ? ending.stdout.trimmingCharacters(in: .whitespacesAndNewlines) : nil
  }

  /// As on the first day: no container, no network or volume of a test, nothing of the program's.
  func reset() async throws {
    try await shell(
      """
      ids=$(docker ps -aq); [ -z "$ids" ] || docker rm -f -v $ids >/dev/null
      docker network prune -f >/dev/null
      volumes=$(docker volume ls -q); [ -z "$volumes" ] || docker volume rm $volumes >/dev/null
      [ ! -d /var/lib/docker/podman ] || podman rm --all --force --volumes >/dev/null 2>&1
      rm -rf /run/lock/swiftplay*
      """)
  }

  /// Something the fleet's tool can do to a host, and how it is undone.
  enum Fault: Sendable {
    case cut
    case engineStopped
    case diskFull
    /// No login finds the engine's client.
    case withoutDocker

    /// The tool's words before and after the host's name.
    fileprivate typealias Command = (before: String, after: [String])

    fileprivate var commands: (begin: Command, end: Command) {
      switch self {
      case .cut: (("cut", []), ("reconnect", []))
      case .engineStopped: (("stop-engine", []), ("start-engine", []))
      case .diskFull: (("fill-disk", ["docker"]), ("free-disk", []))
      case .withoutDocker:
        (
          ("exec", ["--", "chmod", "0", "/usr/bin/docker"]),
          ("exec", ["--", "chmod", "755", "/usr/bin/docker"])
        )
      }
    }
  }

  /// Breaks the host for as long as `work` takes.
  func broken<T: Sendable>(_ fault: Fault, _ work: @Sendable () async throws -> T) async throws -> T {
    let (begin, end) = fault.commands
    let fleet = try LocalFleet.shared()
    try await fleet.tool([begin.before, name] + begin.after)
    do {
      let answer = try await work()
      try await fleet.tool([end.before, name] + end.after)
      return answer
    } catch {
      try await fleet.tool([end.before, name] + end.after)
      throw error
    }
  }
}
