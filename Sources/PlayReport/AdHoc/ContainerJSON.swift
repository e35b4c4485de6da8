import PlayModel

/// Containers as JSON lines, one `container` a line, and one `host.failed` for each host that could not be
/// looked at (docs/json.md).
public enum ContainerJSON {
  public static func lines(_ containers: [ContainerSighting], _ sightings: [HostSighting]) -> String {
    containers.map { object($0).text + "\n" }.joined() + failures(sightings)
  }

  static func failures(_ sightings: [HostSighting]) -> String {
    sightings.compactMap { sighting in
      sighting.trouble.map { failure(sighting.host, $0) }
    }.joined()
  }

  /// One host that gave no answer, newline included.
  public static func failure(_ host: HostName, _ trouble: Trouble) -> String {
    var fields = JSONFields()
    fields.add("type", "host.failed")
    fields.add("host", host.text)
    let outcome =
      switch trouble.reason {
      case .unreachable, .lostConnection: "unreachable"
      case .timedOut: "timed_out"
      default: "failed"
      }
    fields.add("outcome", outcome)
    JSONLines.add(trouble, to: &fields)
    return fields.object.text + "\n"
  }

  private static func object(_ sighting: ContainerSighting) -> JSONText {
    let container = sighting.container
    var fields = JSONFields()
    fields.add("type", "container")
    fields.add("time", sighting.seenAt)
    fields.add("host", sighting.host.text)
    fields.add("service", sighting.service?.text)
    fields.add("container", container.name)
    fields.add("id", container.id)
    fields.add("place", sighting.place.rawValue)
    fields.add("image", sighting.imageName)
    fields.add("version", sighting.version)
    fields.add("digest", sighting.digest)
    fields.add("image_id", container.imageID)
    fields.add("state", container.status.rawValue)
    fields.add("health", container.health == .none ? nil : container.health.rawValue)
    let hasEnded = [.exited, .dead, .restarting].contains(container.status)
    fields.add("exit", hasEnded ? container.exitCode : nil)
    fields.add("out_of_memory", container.outOfMemory ? .bool(true) : nil)
    fields.add("started", sighting.startedAt)
    fields.add("finished", hasEnded ? sighting.finishedAt : nil)
    fields.add("restarts", container.restartCount)
    fields.add("ports", .array(container.hostPorts.map(JSONText.string)))
    fields.add("memory_limit", sighting.memoryLimit.map(JSONText.int))
    fields.add("cpu_limit", sighting.processorLimit.map(milli))
    fields.add("memory_used", (sighting.usage?.memory).map(JSONText.int))
    fields.add("cpu_used", (sighting.usage?.processors).map(milli))
    fields.add("run", sighting.run?.text)
    return fields.object
  }

  private static func milli(_ value: Double) -> JSONText { .decimal(milli: Int64((value * 1000).rounded())) }
}
