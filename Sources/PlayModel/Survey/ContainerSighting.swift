/// One container as a look at its host found it: a row of `ps`.
public struct ContainerSighting: Sendable, Hashable {
  /// What the container is to swiftplay. The raw values are part of the JSON contract.
  public enum Place: String, Sendable, Hashable, CaseIterable {
    /// It has its service's name.
    case current
    /// Put aside by a run, for an instant rollback.
    case previous
    /// Made by a run and not yet in its place.
    case next
    /// Not made by swiftplay.
    case foreign
  }

  public struct Usage: Sendable, Hashable {
    /// Bytes.
    public var memory: Int64
    /// Of one processor: 1.5 is one and a half.
    public var processors: Double

    public init(memory: Int64, processors: Double) {
      self.memory = memory
      self.processors = processors
    }
  }

  public var host: HostName
  public var container: ObservedContainer
  public var place: Place
  /// By the host's clock.
  public var seenAt: Timestamp
  public var startedAt: Timestamp?
  /// When it last ended.
  public var finishedAt: Timestamp?
  /// Bytes; `nil` for no limit.
  public var memoryLimit: Int64?
  /// Processors; `nil` for no limit.
  public var processorLimit: Double?
  /// Only when it was asked for, and the container runs.
  public var usage: Usage?

  public init(
    host: HostName, container: ObservedContainer, place: Place, seenAt: Timestamp,
    startedAt: Timestamp? = nil, finishedAt: Timestamp? = nil, memoryLimit: Int64? = nil,
    processorLimit: Double? = nil, usage: Usage? = nil
  ) {
    self.host = host
    self.container = container
    self.place = place
    self.seenAt = seenAt
    self.startedAt = startedAt
    self.finishedAt = finishedAt
    self.memoryLimit = memoryLimit
    self.processorLimit = processorLimit
    self.usage = usage
  }

  public var service: ServiceName? { container.labels[ContainerLabel.service].map { ServiceName($0) } }
  /// The run that made it.
  public var run: RunID? { container.labels[ContainerLabel.run].map { RunID($0) } }
  /// The image as the playbook named it; for a foreign container as it was named at its creation.
  public var imageName: String { container.labels[ContainerLabel.image] ?? container.image }
  /// What people call the version.
  public var version: String { ImageReference(imageName)?.version ?? imageName }
  /// The digest it runs, where it was made from one.
  public var digest: String? { ImageReference(container.image)?.digest }

  /// How long it has been as it is: since its start while it runs, else since its end.
  public var age: Duration? {
    let isUp = [.running, .paused, .restarting].contains(container.status)
    return (isUp ? startedAt : finishedAt ?? startedAt).map { max(.zero, seenAt.since($0)) }
  }
}

/// What one look found on a host, or why it found nothing.
public struct HostSighting: Sendable {
  public let host: HostName
  public let finding: Result<[ContainerSighting], Trouble>

  public init(host: HostName, finding: Result<[ContainerSighting], Trouble>) {
    self.host = host
    self.finding = finding
  }

  public var containers: [ContainerSighting] { (try? finding.get()) ?? [] }

  public var trouble: Trouble? { if case .failure(let trouble) = finding { trouble } else { nil } }
}
