import PlayModel

/// What a field of a spec holds, as text. Secrets are `<secret>`.
enum SpecContent {
  case single(String?)
  case list([String])
  case map([String: String])

  static let secret = "<secret>"
}

extension SpecField {
  func content(of spec: ServiceSpec) -> SpecContent {
    switch self {
    case .image: .single(spec.image.description)
    case .containerName: .single(spec.containerName)
    case .command: .single(spec.command.map(SpecText.words))
    case .entrypoint: .single(spec.entrypoint.map(SpecText.words))
    case .environment: .map(spec.environment.mapValues(SpecText.environment))
    case .ports: .list(spec.ports.map(SpecText.port))
    case .volumes: .list(spec.mounts.map(SpecText.mount))
    case .tmpfs: .list(spec.tmpfs)
    case .networks: .list(spec.networks.map(SpecText.network))
    case .networkMode: .single(spec.networkMode)
    case .hostname: .single(spec.hostname)
    case .extraHosts: .list(spec.extraHosts)
    case .dns: .list(spec.dns)
    case .dnsSearch: .list(spec.dnsSearch)
    case .restart: .single(spec.restart.text)
    case .memoryLimit: .single(spec.memoryLimit.map(SpecText.bytes))
    case .memoryReservation: .single(spec.memoryReservation.map(SpecText.bytes))
    case .memorySwapLimit: .single(spec.memorySwapLimit.map(SpecText.bytes))
    case .cpus: .single(spec.cpus.map(SpecText.number))
    case .cpuShares: .single(spec.cpuShares.map(String.init))
    case .cpuSet: .single(spec.cpuSet)
    case .pidsLimit: .single(spec.pidsLimit.map(String.init))
    case .shmSize: .single(spec.shmSize.map(SpecText.bytes))
    case .ulimits: .map(spec.ulimits.mapValues(SpecText.limit))
    case .user: .single(spec.user)
    case .groupAdd: .list(spec.groupAdd)
    case .workingDirectory: .single(spec.workingDirectory)
    case .labels: .map(spec.labels)
    case .annotations: .map(spec.annotations)
    case .logging: .single(spec.logging.map(SpecText.logging))
    case .healthCheck: .single(spec.healthCheck.map(SpecText.healthCheck))
    case .stopSignal: .single(spec.stopSignal)
    case .stopGracePeriod: .single(SpecText.duration(spec.stopGracePeriod))
    case .initProcess: .single(spec.initProcess.map { "\($0)" })
    case .readOnly: .single("\(spec.readOnly)")
    case .privileged: .single("\(spec.privileged)")
    case .capAdd: .list(spec.capAdd)
    case .capDrop: .list(spec.capDrop)
    case .securityOptions: .list(spec.securityOptions)
    case .sysctls: .map(spec.sysctls)
    case .devices: .list(spec.devices)
    case .ipc: .single(spec.ipc)
    case .pid: .single(spec.pid)
    case .platform: .single(spec.platform)
    case .pullPolicy: .single(spec.pullPolicy.rawValue)
    case .dependsOn: .list(spec.dependencies.map(SpecText.dependency))
    case .settle: .single(SpecText.duration(spec.settle))
    case .checks: .list(spec.checks.map(SpecText.check))
    case .quietSignal: .single(spec.quietSignal)
    case .quietWait: .single(SpecText.duration(spec.quietWait))
    }
  }
}
