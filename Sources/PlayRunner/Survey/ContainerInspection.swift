import Foundation
import PlayModel

/// The line `=container {…}` of `EngineFields.container`.
struct ContainerInspection: Decodable {
  struct Binding: Decodable {
    let HostIp: String?
    let HostPort: String?
  }

  let id: String
  let name: String
  let image: String
  let imageID: String
  let status: String
  let exit: Int
  let oom: Bool?
  let error: String?
  let started: String
  let health: String?
  let restarts: Int
  let policy: String
  let retries: Int?
  let rm: Bool?
  let stop: Int?
  let labels: [String: String]?
  let ports: [String: [Binding]?]?

  /// `nil` when the line is not what the format makes.
  static func container(_ line: String) -> ObservedContainer? {
    (try? JSONDecoder().decode(ContainerInspection.self, from: Data(line.utf8)))?.container
  }

  private var container: ObservedContainer {
    ObservedContainer(
      id: id, name: name.hasPrefix("/") ? String(name.dropFirst()) : name, image: image,
      // Podman leaves the algorithm out.
      imageID: imageID.hasPrefix("sha256:") ? imageID : "sha256:" + imageID,
      // Podman says `configured` and `stopped` where Docker says `created` and `exited`.
      status: ObservedContainer.Status(rawValue: status) ?? (status == "stopped" ? .exited : .created),
      health: ObservedContainer.Health(rawValue: health ?? "") ?? .none, exitCode: exit,
      outOfMemory: oom ?? false, startedAt: started, restartCount: restarts, restartPolicy: restartPolicy,
      labels: labels ?? [:], hostPorts: hostPorts, error: error ?? "", removedOnStop: rm ?? false,
      stopTimeout: .seconds(stop ?? 10))
  }

  private var restartPolicy: RestartPolicy {
    if policy == "on-failure", let retries, retries > 0 { return .onFailure(attempts: retries) }
    return RestartPolicy(policy) ?? .no
  }

  /// A stopped container's bindings are empty; a wildcard is listed for IPv4 and IPv6 alike.
  private var hostPorts: [String] {
    (ports ?? [:]).sorted { $0.key < $1.key }.flatMap { port, bindings in
      let transport = port.split(separator: "/").last ?? "tcp"
      return (bindings ?? []).compactMap { binding in
        binding.HostPort.map { "\(binding.HostIp ?? ""):\($0)/\(transport)" }
      }
    }
  }
}
