import PlayModel

/// The exact arguments that create a service's container, and the variables that go beside them.
///
/// Variables never stand on the command line: one-line values go through `--env-file` on a pipe, values
/// with a newline through the engine client's own environment (`--env NAME`).
public struct ContainerCreation: Sendable, Hashable {
  /// A variable for the environment of the engine's client, which hands it to the container.
  public struct Export: Sendable, Hashable {
    public let name: String
    public let value: String

    public init(name: String, value: String) {
      self.name = name
      self.value = value
    }
  }

  /// Arguments after the engine's name: `create --name web … IMAGE [COMMAND…]`.
  public var arguments: [String]
  /// `NAME=value` lines for `--env-file /dev/stdin`, sorted by name.
  public var environmentLines: [String]
  /// Variables with newlines, exported to the engine's client, sorted by name.
  public var exported: [Export]
  /// Networks the container joins by name; those that are missing are made as plain bridges, as Compose does.
  public var networkNames: [String]
  /// `network connect` arguments for all networks but the first, to be run after `create`; the
  /// container's id follows them.
  public var networkConnections: [[String]]

  /// - Parameters:
  ///   - name: what the container is called until it takes the service's place.
  ///   - labels: swiftplay's own, which win over the playbook's.
  public init(
    spec: ServiceSpec, image: ImageReference, name: String, labels: [String: String],
    containerNames: [ServiceName: String] = [:]
  ) {
    var builder = ArgumentBuilder()
    builder.add(identity: spec, name: name, labels: labels)
    builder.add(resources: spec)
    builder.add(storage: spec)
    builder.add(network: spec, containerNames: containerNames)
    builder.add(security: spec)
    builder.add(health: spec.healthCheck)
    builder.add(logging: spec.logging)

    var lines: [String] = []
    var exported: [Export] = []
    for (variable, value) in spec.environment.sorted(by: { $0.key < $1.key }) {
      guard let text = value.reveal() else { continue }
      if Self.needsExport(variable, text) {
        exported.append(Export(name: variable, value: text))
      } else {
        lines.append("\(variable)=\(text)")
      }
    }
    if !lines.isEmpty { builder.option("--env-file", "/dev/stdin") }
    for export in exported { builder.option("--env", export.name) }

    builder.add(program: spec, image: image)
    arguments = ["create"] + builder.arguments
    environmentLines = lines
    self.exported = exported
    networkNames = spec.networks.map(\.name).filter { !["bridge", "host", "none"].contains($0) }
    networkConnections = spec.networks.dropFirst().map(Self.connection)
  }

  /// Docker's env-file reader ends a value at a newline, trims a leading byte-order mark and refuses
  /// lines over 64 KiB (bufio.MaxScanTokenSize); podman's strips a carriage return too.
  private static func needsExport(_ name: String, _ text: String) -> Bool {
    text.utf8.contains { $0 == 0x0A || $0 == 0x0D } || name.utf8.count + text.utf8.count > 60_000
  }

  private static func connection(_ network: NetworkAttachment) -> [String] {
    var arguments = ["network", "connect"]
    for alias in network.aliases { arguments += ["--alias", alias] }
    if let address = network.ipv4Address { arguments += ["--ip", address] }
    if let address = network.ipv6Address { arguments += ["--ip6", address] }
    return arguments + [network.name]
  }
}
