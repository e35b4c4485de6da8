import PlayModel

/// Which version of which service runs in which environment, or group of hosts, and where that is not what
/// was released there last.
public struct VersionMatrix: Sendable {
  /// One environment or group.
  public struct Column: Sendable {
    public let name: String
    public let sightings: [HostSighting]
    /// The last recorded release of each service on each host.
    public let released: [HostName: [ServiceName: Release]]

    public init(name: String, sightings: [HostSighting], released: [HostName: [ServiceName: Release]]) {
      self.name = name
      self.sightings = sightings
      self.released = released
    }
  }

  /// Hosts that run the same version in the same way.
  struct Part: Sendable, Hashable {
    let version: String
    /// `running`, or what it does instead.
    let state: String
    let hosts: [HostName]

    var isUp: Bool { state == ObservedContainer.Status.running.rawValue }
  }

  struct Cell: Sendable {
    let service: ServiceName
    let column: String
    /// Those of most hosts first.
    let parts: [Part]
    let drifts: [VersionDrift]

    var isMixed: Bool { Set(parts.map(\.version)).count > 1 }
  }

  let services: [ServiceName]
  let columns: [Column]
  /// By service, then by column.
  let cells: [[Cell]]

  public init(_ columns: [Column]) {
    self.columns = columns
    var names: Set<ServiceName> = []
    for column in columns {
      names.formUnion(column.sightings.flatMap(\.containers).compactMap(\.service))
      let recorded = column.released.values.joined()
      names.formUnion(recorded.filter { $0.value.change.verdict != .remove }.map(\.key))
    }
    services = names.sorted()
    cells = services.map { service in columns.map { Self.cell(service, $0) } }
  }

  public var hasDrift: Bool { cells.joined().contains { !$0.drifts.isEmpty } }

  /// Hosts that could not be asked, each once.
  public var troubled: [HostSighting] {
    var seen: Set<HostName> = []
    return columns.flatMap(\.sightings).filter { $0.trouble != nil && seen.insert($0.host).inserted }
  }

  private static func cell(_ service: ServiceName, _ column: Column) -> Cell {
    struct Key: Hashable {
      let version: String
      let state: String
    }
    var hosts: [Key: [HostName]] = [:]
    var drifts: [VersionDrift] = []
    for sighting in column.sightings where sighting.trouble == nil {
      let current = sighting.containers.filter { $0.service == service && $0.place == .current }
      for container in current {
        hosts[Key(version: container.version, state: state(container)), default: []].append(sighting.host)
      }
      guard let release = column.released[sighting.host]?[service] else { continue }
      if let drift = VersionDrift(release, found: current.first) { drifts.append(drift) }
    }
    let parts = hosts.map { Part(version: $0.version, state: $0.state, hosts: $1) }
    let sorted = parts.sorted {
      ($1.hosts.count, $0.version, $0.state) < ($0.hosts.count, $1.version, $1.state)
    }
    return Cell(service: service, column: column.name, parts: sorted, drifts: drifts)
  }

  private static func state(_ sighting: ContainerSighting) -> String {
    let isSick = sighting.container.status == .running && sighting.container.health == .unhealthy
    return isSick ? sighting.container.health.rawValue : sighting.container.status.rawValue
  }
}
