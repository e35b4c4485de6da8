/// The stored form of a spec: the Compose specification's names, without what is the default.
///
/// It goes into the run store, into a label on the container, and into the spec's hash, and outlives the
/// program in all three: names are never changed, and a field that is added leaves the others as they are.
extension ServiceSpec {
  private enum Key: String, CodingKey {
    case name, image, command, entrypoint, hostname, user, environment, ports, networks, restart, cpus,
      labels, annotations, logging, privileged, sysctls, ulimits, dns, devices, tmpfs, ipc, pid, platform,
      settle, checks
    case containerName = "container_name"
    case quietSignal = "quiet_signal"
    case quietWait = "quiet_wait"
    case workingDirectory = "working_dir"
    case mounts = "volumes"
    case networkMode = "network_mode"
    case memoryLimit = "mem_limit"
    case memoryReservation = "mem_reservation"
    case memorySwapLimit = "memswap_limit"
    case cpuShares = "cpu_shares"
    case cpuSet = "cpuset"
    case pidsLimit = "pids_limit"
    case healthCheck = "healthcheck"
    case dependencies = "depends_on"
    case stopSignal = "stop_signal"
    case stopGracePeriod = "stop_grace_period"
    case capAdd = "cap_add"
    case capDrop = "cap_drop"
    case readOnly = "read_only"
    case securityOptions = "security_opt"
    case extraHosts = "extra_hosts"
    case dnsSearch = "dns_search"
    case initProcess = "init"
    case shmSize = "shm_size"
    case pullPolicy = "pull_policy"
    case groupAdd = "group_add"
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    let standard = ServiceSpec(name: name, image: image)
    try container.encode(name, forKey: .name)
    try container.encode(image, forKey: .image)
    try container.encode(containerName, .containerName, unless: standard.containerName)
    try container.encodeIfPresent(command, forKey: .command)
    try container.encodeIfPresent(entrypoint, forKey: .entrypoint)
    try container.encodeIfPresent(hostname, forKey: .hostname)
    try container.encodeIfPresent(user, forKey: .user)
    try container.encodeIfPresent(workingDirectory, forKey: .workingDirectory)
    try container.encode(environment, .environment, unless: standard.environment)
    try container.encode(ports, .ports, unless: standard.ports)
    try container.encode(mounts, .mounts, unless: standard.mounts)
    try container.encode(networks, .networks, unless: standard.networks)
    try container.encodeIfPresent(networkMode, forKey: .networkMode)
    try container.encode(restart, .restart, unless: standard.restart)
    try container.encodeIfPresent(memoryLimit, forKey: .memoryLimit)
    try container.encodeIfPresent(memoryReservation, forKey: .memoryReservation)
    try container.encodeIfPresent(memorySwapLimit, forKey: .memorySwapLimit)
    try container.encodeIfPresent(cpus, forKey: .cpus)
    try container.encodeIfPresent(cpuShares, forKey: .cpuShares)
    try container.encodeIfPresent(cpuSet, forKey: .cpuSet)
    try container.encodeIfPresent(pidsLimit, forKey: .pidsLimit)
    try container.encode(labels, .labels, unless: standard.labels)
    try container.encode(annotations, .annotations, unless: standard.annotations)
    try container.encodeIfPresent(logging, forKey: .logging)
    try container.encodeIfPresent(healthCheck, forKey: .healthCheck)
    try container.encode(dependencies, .dependencies, unless: standard.dependencies)
    try container.encodeIfPresent(stopSignal, forKey: .stopSignal)
    try container.encode(stopGracePeriod, .stopGracePeriod, unless: standard.stopGracePeriod)
    try container.encode(capAdd, .capAdd, unless: standard.capAdd)
    try container.encode(capDrop, .capDrop, unless: standard.capDrop)
    try container.encode(privileged, .privileged, unless: standard.privileged)
    try container.encode(readOnly, .readOnly, unless: standard.readOnly)
    try container.encode(securityOptions, .securityOptions, unless: standard.securityOptions)
    try container.encode(sysctls, .sysctls, unless: standard.sysctls)
    try container.encode(ulimits, .ulimits, unless: standard.ulimits)
    try container.encode(extraHosts, .extraHosts, unless: standard.extraHosts)
    try container.encode(dns, .dns, unless: standard.dns)
    try container.encode(dnsSearch, .dnsSearch, unless: standard.dnsSearch)
    try container.encode(devices, .devices, unless: standard.devices)
    try container.encode(tmpfs, .tmpfs, unless: standard.tmpfs)
    try container.encodeIfPresent(initProcess, forKey: .initProcess)
    try container.encodeIfPresent(shmSize, forKey: .shmSize)
    try container.encodeIfPresent(ipc, forKey: .ipc)
    try container.encodeIfPresent(pid, forKey: .pid)
    try container.encodeIfPresent(platform, forKey: .platform)
    try container.encode(pullPolicy, .pullPolicy, unless: standard.pullPolicy)
    try container.encode(groupAdd, .groupAdd, unless: standard.groupAdd)
    try container.encode(settle, .settle, unless: standard.settle)
    try container.encode(checks, .checks, unless: standard.checks)
    try container.encodeIfPresent(quietSignal, forKey: .quietSignal)
    try container.encode(quietWait, .quietWait, unless: standard.quietWait)
  }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    self.init(
      name: try container.decode(ServiceName.self, forKey: .name),
      image: try container.decode(ImageReference.self, forKey: .image))
    containerName = try container.decode(.containerName, or: containerName)
    command = try container.decode(.command, or: nil)
    entrypoint = try container.decode(.entrypoint, or: nil)
    hostname = try container.decode(.hostname, or: nil)
    user = try container.decode(.user, or: nil)
    workingDirectory = try container.decode(.workingDirectory, or: nil)
    environment = try container.decode(.environment, or: environment)
    ports = try container.decode(.ports, or: ports)
    mounts = try container.decode(.mounts, or: mounts)
    networks = try container.decode(.networks, or: networks)
    networkMode = try container.decode(.networkMode, or: nil)
    restart = try container.decode(.restart, or: restart)
    memoryLimit = try container.decode(.memoryLimit, or: nil)
    memoryReservation = try container.decode(.memoryReservation, or: nil)
    memorySwapLimit = try container.decode(.memorySwapLimit, or: nil)
    cpus = try container.decode(.cpus, or: nil)
    cpuShares = try container.decode(.cpuShares, or: nil)
    cpuSet = try container.decode(.cpuSet, or: nil)
    pidsLimit = try container.decode(.pidsLimit, or: nil)
    labels = try container.decode(.labels, or: labels)
    annotations = try container.decode(.annotations, or: annotations)
    logging = try container.decode(.logging, or: nil)
    healthCheck = try container.decode(.healthCheck, or: nil)
    dependencies = try container.decode(.dependencies, or: dependencies)
    stopSignal = try container.decode(.stopSignal, or: nil)
    stopGracePeriod = try container.decode(.stopGracePeriod, or: stopGracePeriod)
    capAdd = try container.decode(.capAdd, or: capAdd)
    capDrop = try container.decode(.capDrop, or: capDrop)
    privileged = try container.decode(.privileged, or: privileged)
    readOnly = try container.decode(.readOnly, or: readOnly)
    securityOptions = try container.decode(.securityOptions, or: securityOptions)
    sysctls = try container.decode(.sysctls, or: sysctls)
    ulimits = try container.decode(.ulimits, or: ulimits)
    extraHosts = try container.decode(.extraHosts, or: extraHosts)
    dns = try container.decode(.dns, or: dns)
    dnsSearch = try container.decode(.dnsSearch, or: dnsSearch)
    devices = try container.decode(.devices, or: devices)
    tmpfs = try container.decode(.tmpfs, or: tmpfs)
    initProcess = try container.decode(.initProcess, or: nil)
    shmSize = try container.decode(.shmSize, or: nil)
    ipc = try container.decode(.ipc, or: nil)
    pid = try container.decode(.pid, or: nil)
    platform = try container.decode(.platform, or: nil)
    pullPolicy = try container.decode(.pullPolicy, or: pullPolicy)
    groupAdd = try container.decode(.groupAdd, or: groupAdd)
    settle = try container.decode(.settle, or: settle)
    checks = try container.decode(.checks, or: checks)
    quietSignal = try container.decodeIfPresent(String.self, forKey: .quietSignal)
    quietWait = try container.decode(.quietWait, or: quietWait)
  }
}
