import PlayModel

/// A spec in which no field has its default.
enum FullSpec {
  static let spec: ServiceSpec = {
    var spec = ServiceSpec(
      name: "web", image: ImageReference(repository: "registry.example:5000/shop/web", tag: "2.0"),
      containerName: "shop-web")
    spec.command = ["serve", "--port", "8080"]
    spec.entrypoint = []
    spec.hostname = "web1"
    spec.user = "1000:1000"
    spec.workingDirectory = "/srv"
    spec.environment = ["TZ": .plain("UTC"), "EMPTY": .plain(""), "TOKEN": .withheld]
    spec.ports = [
      PortMapping(containerPort: 80),
      PortMapping(hostAddress: "127.0.0.1", hostPorts: 8080...8081, containerPort: 53, transport: .udp),
    ]
    spec.mounts = [Mount(kind: .bind, source: "/srv/web", target: "/data", readOnly: true)]
    spec.networks = [NetworkAttachment(name: "shop", aliases: ["w"], ipv4Address: "10.0.0.2")]
    spec.networkMode = "host"
    spec.restart = .onFailure(attempts: 3)
    spec.memoryLimit = 8 << 30
    spec.memoryReservation = 1 << 30
    spec.memorySwapLimit = -1
    spec.cpus = 1.5
    spec.cpuShares = 512
    spec.cpuSet = "0-1"
    spec.pidsLimit = 100
    spec.labels = ["team": "shop"]
    spec.annotations = ["note": "x"]
    spec.logging = Logging(driver: "json-file", options: ["max-size": "10m"])
    spec.healthCheck = HealthCheck(test: .shell("true"), interval: .milliseconds(1500), retries: 3)
    spec.dependencies = [Dependency(service: "cache", condition: .healthy)]
    spec.stopSignal = "SIGQUIT"
    spec.stopGracePeriod = .seconds(30)
    spec.capAdd = ["NET_ADMIN"]
    spec.capDrop = ["ALL"]
    spec.privileged = true
    spec.readOnly = true
    spec.securityOptions = ["no-new-privileges"]
    spec.sysctls = ["net.core.somaxconn": "1024"]
    spec.ulimits = ["nofile": ResourceLimit(soft: 1024, hard: 2048)]
    spec.extraHosts = ["db:10.0.0.3"]
    spec.dns = ["10.0.0.53"]
    spec.dnsSearch = ["shop.example"]
    spec.devices = ["/dev/fuse"]
    spec.tmpfs = ["/run:size=64m"]
    spec.initProcess = true
    spec.shmSize = 64 << 20
    spec.ipc = "private"
    spec.pid = "host"
    spec.platform = "linux/amd64"
    spec.pullPolicy = .missing
    spec.groupAdd = ["audio"]
    spec.settle = .seconds(5)
    spec.quietSignal = "SIGTSTP"
    spec.quietWait = .seconds(90)
    spec.checks = [
      Check(
        .http(url: "http://127.0.0.1/", status: [200, 204], body: "ok", headers: ["Host": "shop"]),
        within: .seconds(30), every: .seconds(2), passes: 2),
      Check(.tcp(address: "127.0.0.1", port: 8080)), Check(.exec(["/app/ping", "-q"])),
      Check(.command("test -f /srv/web/ready")), Check(.healthy),
    ]
    return spec
  }()
}
