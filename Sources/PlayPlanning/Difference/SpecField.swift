/// The keys of a service as the Compose specification spells them, and swiftplay's own, in the order in
/// which differences are shown: what people change most comes first.
public enum SpecField: String, Sendable, Hashable, Codable, CaseIterable {
  case image
  case containerName = "container_name"
  case command, entrypoint, environment, ports, volumes, tmpfs, networks
  case networkMode = "network_mode"
  case hostname
  case extraHosts = "extra_hosts"
  case dns
  case dnsSearch = "dns_search"
  case restart
  case memoryLimit = "mem_limit"
  case memoryReservation = "mem_reservation"
  case memorySwapLimit = "memswap_limit"
  case cpus
  case cpuShares = "cpu_shares"
  case cpuSet = "cpuset"
  case pidsLimit = "pids_limit"
  case shmSize = "shm_size"
  case ulimits
  case user
  case groupAdd = "group_add"
  case workingDirectory = "working_dir"
  case labels, annotations, logging
  case healthCheck = "healthcheck"
  case stopSignal = "stop_signal"
  case stopGracePeriod = "stop_grace_period"
  case initProcess = "init"
  case readOnly = "read_only"
  case privileged
  case capAdd = "cap_add"
  case capDrop = "cap_drop"
  case securityOptions = "security_opt"
  case sysctls, devices, ipc, pid, platform
  case pullPolicy = "pull_policy"
  case dependsOn = "depends_on"
  case settle, checks
  case quietSignal = "quiet_signal"
  case quietWait = "quiet_wait"
}
