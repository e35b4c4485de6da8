import PlayModel

/// One function a group of Compose keys; the options are those of docker-create(1).
extension ArgumentBuilder {
  mutating func add(identity spec: ServiceSpec, name: String, labels: [String: String]) {
    option("--name", name)
    option("--pull", "never")
    options("--label", spec.labels.merging(labels) { _, ours in ours })
    options("--annotation", spec.annotations)
    option("--restart", spec.restart.text)
    option("--stop-signal", spec.stopSignal)
    option("--stop-timeout", spec.stopGracePeriod.wholeSeconds)
    option("--hostname", spec.hostname)
    option("--user", spec.user)
    option("--workdir", spec.workingDirectory)
    option("--platform", spec.platform)
    if let initProcess = spec.initProcess { word("--init=\(initProcess)") }
  }

  mutating func add(resources spec: ServiceSpec) {
    option("--memory", spec.memoryLimit)
    option("--memory-reservation", spec.memoryReservation)
    option("--memory-swap", spec.memorySwapLimit)
    option("--cpus", spec.cpus.map { "\($0)" })
    option("--cpu-shares", spec.cpuShares)
    option("--cpuset-cpus", spec.cpuSet)
    option("--pids-limit", spec.pidsLimit)
    option("--shm-size", spec.shmSize)
    for (name, limit) in spec.ulimits.sorted(by: { $0.key < $1.key }) {
      option("--ulimit", "\(name)=\(limit.soft):\(limit.hard)")
    }
  }

  mutating func add(storage spec: ServiceSpec) {
    for mount in spec.mounts {
      if mount.usesVolumeOption {
        option("--volume", mount.volumeOption)
      } else {
        option("--mount", mount.mountOption)
      }
    }
    options("--tmpfs", spec.tmpfs)
    options("--device", spec.devices)
    flag("--read-only", when: spec.readOnly)
  }

  mutating func add(network spec: ServiceSpec, containerNames: [ServiceName: String]) {
    for port in spec.ports { option("--publish", port.publishOption) }
    if let network = spec.networks.first {
      option("--network", network.name)
      options("--network-alias", network.aliases)
      option("--ip", network.ipv4Address)
      option("--ip6", network.ipv6Address)
    }
    option("--network", spec.networkMode.map { Self.shared($0, containerNames) })
    options("--add-host", spec.extraHosts)
    options("--dns", spec.dns)
    options("--dns-search", spec.dnsSearch)
  }

  mutating func add(security spec: ServiceSpec) {
    flag("--privileged", when: spec.privileged)
    options("--cap-add", spec.capAdd)
    options("--cap-drop", spec.capDrop)
    options("--security-opt", spec.securityOptions)
    options("--sysctl", spec.sysctls)
    options("--group-add", spec.groupAdd)
    option("--ipc", spec.ipc)
    option("--pid", spec.pid)
  }

  mutating func add(health check: HealthCheck?) {
    guard let check else { return }
    switch check.test {
    case .disabled: word("--no-healthcheck")
    case .shell(let line): option("--health-cmd", line)
    case .command(let arguments): option("--health-cmd", ShellWord.line(arguments))
    case nil: break
    }
    option("--health-interval", check.interval?.goText)
    option("--health-timeout", check.timeout?.goText)
    option("--health-start-period", check.startPeriod?.goText)
    option("--health-start-interval", check.startInterval?.goText)
    option("--health-retries", check.retries)
  }

  mutating func add(logging: Logging?) {
    guard let logging else { return }
    option("--log-driver", logging.driver)
    options("--log-opt", logging.options)
  }

  /// docker-create's `--entrypoint` takes one word; the others of a list come before the command's.
  /// An entrypoint of the user's own clears the image's command, in Compose and in docker alike.
  mutating func add(program spec: ServiceSpec, image: ImageReference) {
    var words = spec.command ?? []
    if let entrypoint = spec.entrypoint {
      option("--entrypoint", entrypoint.first ?? "")
      words = entrypoint.dropFirst() + words
    }
    word(image.description)
    for each in words { word(each) }
  }

  /// Compose's `service:NAME` is the engine's `container:NAME-of-its-container`.
  private static func shared(_ mode: String, _ containerNames: [ServiceName: String]) -> String {
    guard mode.hasPrefix("service:") else { return mode }
    let service = ServiceName(String(mode.dropFirst("service:".count)))
    return "container:" + (containerNames[service] ?? service.text)
  }
}
