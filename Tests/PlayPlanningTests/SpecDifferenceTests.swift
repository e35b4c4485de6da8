import Foundation
import PlayModel
import PlayPlanning
import Testing

@Suite struct SpecDifferenceTests {
  private static let base = ServiceSpec(
    name: "web", image: ImageReference(repository: "registry.example:5000/shop/web", tag: "1.0"))

  /// For every property of a spec: a change of it, and how the change is told.
  struct Case: Sendable, CustomTestStringConvertible {
    let property: String
    let expected: [String]
    let change: @Sendable (inout ServiceSpec) -> Void
    var testDescription: String { property }

    init(_ property: String, _ expected: String..., change: @escaping @Sendable (inout ServiceSpec) -> Void) {
      self.property = property
      self.expected = expected
      self.change = change
    }
  }

  static let cases: [Case] = [
    Case("image", "image: registry.example:5000/shop/web:1.0 → registry.example:5000/shop/web:2.0") {
      $0.image = ImageReference(repository: "registry.example:5000/shop/web", tag: "2.0")
    },
    Case("containerName", "container_name: web → shop-web") { $0.containerName = "shop-web" },
    Case("command", #"command: nil → serve --name "a b" """#) {
      $0.command = ["serve", "--name", "a b", ""]
    },
    Case("entrypoint", "entrypoint: nil → []") { $0.entrypoint = [] },
    Case("hostname", "hostname: nil → web1") { $0.hostname = "web1" },
    Case("user", "user: nil → 1000:1000") { $0.user = "1000:1000" },
    Case("workingDirectory", "working_dir: nil → /srv") { $0.workingDirectory = "/srv" },
    Case("environment", "environment A: nil → 1", "environment TOKEN: nil → <secret>") {
      $0.environment = ["TOKEN": .secret(Secret("hunter22")), "A": .plain("1")]
    },
    Case("ports", "ports: nil → 8080:80", "ports: nil → [::1]::53/udp") {
      $0.ports = [
        PortMapping(hostPorts: 8080...8080, containerPort: 80),
        PortMapping(hostAddress: "::1", containerPort: 53, transport: .udp),
      ]
    },
    Case(
      "mounts", "volumes: nil → /srv/web:/data:ro", "volumes: nil → volume cache:/var/cache",
      "volumes: nil → tmpfs /run:size=64m,mode=1777"
    ) {
      $0.mounts = [
        Mount(kind: .bind, source: "/srv/web", target: "/data", readOnly: true),
        Mount(kind: .volume, source: "cache", target: "/var/cache"),
        Mount(kind: .tmpfs, target: "/run", size: 64 << 20, mode: 0o1777),
      ]
    },
    Case("networks", "networks: nil → shop, aliases w, ipv4_address 10.0.0.2") {
      $0.networks = [NetworkAttachment(name: "shop", aliases: ["w"], ipv4Address: "10.0.0.2")]
    },
    Case("networkMode", "network_mode: nil → host") { $0.networkMode = "host" },
    Case("restart", "restart: always → on-failure:3") { $0.restart = .onFailure(attempts: 3) },
    Case("memoryLimit", "mem_limit: nil → 8g") { $0.memoryLimit = 8 << 30 },
    Case("memoryReservation", "mem_reservation: nil → 1536k") { $0.memoryReservation = 1536 << 10 },
    Case("memorySwapLimit", "memswap_limit: nil → -1") { $0.memorySwapLimit = -1 },
    Case("cpus", "cpus: nil → 1.5") { $0.cpus = 1.5 },
    Case("cpuShares", "cpu_shares: nil → 512") { $0.cpuShares = 512 },
    Case("cpuSet", "cpuset: nil → 0-1") { $0.cpuSet = "0-1" },
    Case("pidsLimit", "pids_limit: nil → 100") { $0.pidsLimit = 100 },
    Case("labels", "labels team: nil → shop") { $0.labels = ["team": "shop"] },
    Case("annotations", "annotations note: nil → x") { $0.annotations = ["note": "x"] },
    Case("logging", "logging: nil → json-file, max-file=3, max-size=10m") {
      $0.logging = Logging(driver: "json-file", options: ["max-size": "10m", "max-file": "3"])
    },
    Case("healthCheck", "healthcheck: nil → CMD-SHELL wget -q -O- :80, interval 1.5s, retries 3") {
      $0.healthCheck = HealthCheck(
        test: .shell("wget -q -O- :80"), interval: .milliseconds(1500), retries: 3)
    },
    Case("dependencies", "depends_on: nil → cache, service_healthy", "depends_on: nil → queue") {
      $0.dependencies = [Dependency(service: "cache", condition: .healthy), Dependency(service: "queue")]
    },
    Case("stopSignal", "stop_signal: nil → SIGQUIT") { $0.stopSignal = "SIGQUIT" },
    Case("stopGracePeriod", "stop_grace_period: 10s → 1m30s") { $0.stopGracePeriod = .seconds(90) },
    Case("capAdd", "cap_add: nil → NET_ADMIN") { $0.capAdd = ["NET_ADMIN"] },
    Case("capDrop", "cap_drop: nil → ALL") { $0.capDrop = ["ALL"] },
    Case("privileged", "privileged: false → true") { $0.privileged = true },
    Case("readOnly", "read_only: false → true") { $0.readOnly = true },
    Case("securityOptions", "security_opt: nil → no-new-privileges") {
      $0.securityOptions = ["no-new-privileges"]
    },
    Case("sysctls", "sysctls net.core.somaxconn: nil → 1024") {
      $0.sysctls = ["net.core.somaxconn": "1024"]
    },
    Case("ulimits", "ulimits nofile: nil → soft 1024, hard 2048", "ulimits nproc: nil → 65535") {
      $0.ulimits = [
        "nproc": ResourceLimit(soft: 65535, hard: 65535), "nofile": ResourceLimit(soft: 1024, hard: 2048),
      ]
    },
    Case("extraHosts", "extra_hosts: nil → db:10.0.0.3") { $0.extraHosts = ["db:10.0.0.3"] },
    Case("dns", "dns: nil → 10.0.0.53") { $0.dns = ["10.0.0.53"] },
    Case("dnsSearch", "dns_search: nil → shop.example") { $0.dnsSearch = ["shop.example"] },
    Case("devices", "devices: nil → /dev/fuse") { $0.devices = ["/dev/fuse"] },
    Case("tmpfs", "tmpfs: nil → /run:size=64m") { $0.tmpfs = ["/run:size=64m"] },
    Case("initProcess", "init: nil → true") { $0.initProcess = true },
    Case("shmSize", "shm_size: nil → 1000") { $0.shmSize = 1000 },
    Case("ipc", "ipc: nil → private") { $0.ipc = "private" },
    Case("pid", "pid: nil → host") { $0.pid = "host" },
    Case("platform", "platform: nil → linux/amd64") { $0.platform = "linux/amd64" },
    Case("pullPolicy", "pull_policy: always → missing") { $0.pullPolicy = .missing },
    Case("groupAdd", "group_add: nil → audio") { $0.groupAdd = ["audio"] },
    Case("settle", "settle: 3s → 500ms") { $0.settle = .milliseconds(500) },
    Case("quietSignal", "quiet_signal: nil → SIGTSTP") { $0.quietSignal = "SIGTSTP" },
    Case("quietWait", "quiet_wait: 10s → 1m") { $0.quietWait = .seconds(60) },
    Case(
      "checks",
      "checks: nil → http http://127.0.0.1/, status 200|204, body ok, headers Host, within 30s, passes 2",
      "checks: nil → tcp 127.0.0.1:8080", "checks: nil → exec /app/ping -q",
      "checks: nil → command test -f /ready, every 2s", "checks: nil → healthy"
    ) {
      $0.checks = [
        Check(
          .http(url: "http://127.0.0.1/", status: [200, 204], body: "ok", headers: ["Host": "shop"]),
          within: .seconds(30), passes: 2),
        Check(.tcp(address: "127.0.0.1", port: 8080)), Check(.exec(["/app/ping", "-q"])),
        Check(.command("test -f /ready"), every: .seconds(2)), Check(.healthy),
      ]
    },
  ]

  private static func told(_ difference: SpecDifference) -> [String] {
    difference.changes.map { change in
      "\(change.field.rawValue)\(change.item.map { " \($0)" } ?? ""): \(change.old ?? "nil") → \(change.new ?? "nil")"
    }
  }

  @Test(arguments: cases) func tellsAChangeOfEachProperty(item: Case) {
    var changed = Self.base
    item.change(&changed)
    #expect(Self.told(SpecDifference(from: Self.base, to: changed)) == item.expected)
    // And back: the same the other way round.
    let back = SpecDifference(from: changed, to: Self.base).changes
    let forth = SpecDifference(from: Self.base, to: changed).changes
    #expect(back.map(\.old) == forth.map(\.new))
    #expect(back.map(\.new) == forth.map(\.old))
    #expect(SpecDifference(from: changed, to: changed).changes.isEmpty)
  }

  /// A property that is added to `ServiceSpec` needs a place in `SpecField`, and a case above.
  @Test func knowsEveryPropertyOfASpec() {
    let properties = Set(Mirror(reflecting: Self.base).children.compactMap(\.label))
    #expect(properties.subtracting(Self.cases.map(\.property)) == ["name"])
    #expect(Self.cases.count == SpecField.allCases.count)
    let fields = Self.cases.flatMap { item in
      var changed = Self.base
      item.change(&changed)
      return Set(SpecDifference(from: Self.base, to: changed).changes.map(\.field))
    }
    #expect(Set(fields) == Set(SpecField.allCases))
  }

  @Test func tellsItemsThatCameAndWent() {
    var old = Self.base
    old.environment = ["A": .plain("1"), "B": .plain("2"), "C": .plain("")]
    old.dns = ["10.0.0.1", "10.0.0.2"]
    old.capAdd = ["A", "A"]
    var new = Self.base
    new.environment = ["B": .plain("3"), "C": .plain(""), "D": .plain("4")]
    new.dns = ["10.0.0.2", "10.0.0.1"]
    new.capAdd = ["A", "B"]
    #expect(
      Self.told(SpecDifference(from: old, to: new)) == [
        "environment A: 1 → nil", "environment B: 2 → 3", "environment D: nil → 4",
        "dns: 10.0.0.1, 10.0.0.2 → 10.0.0.2, 10.0.0.1", "cap_add: A → nil", "cap_add: nil → B",
      ])
  }

  @Test func tellsAllButDefaultsOfANewService() {
    var new = Self.base
    new.environment = ["TZ": .plain("UTC")]
    new.restart = .no
    #expect(
      Self.told(SpecDifference(from: nil, to: new)) == [
        "image: nil → registry.example:5000/shop/web:1.0", "environment TZ: nil → UTC",
        "restart: nil → no",
      ])
  }

  @Test func neverTellsASecret() {
    var old = Self.base
    var new = Self.base
    old.environment = ["A": .secret(Secret("hunter22")), "B": .withheld, "C": .secret(Secret("same"))]
    new.environment = [
      "A": .secret(Secret("hunter23")), "B": .secret(Secret("hunter24")), "C": .secret(Secret("same")),
    ]
    let difference = SpecDifference(from: old, to: new)
    #expect(Self.told(difference) == ["environment A: <secret> → <secret>"])
    #expect(difference.undecidedSecrets == ["B"])
    #expect(!"\(difference)".contains("hunter"))
  }

  @Test func tellsThatHeaderValuesChanged() {
    func spec(_ value: String) -> ServiceSpec {
      var spec = Self.base
      spec.checks = [
        Check(.http(url: "http://127.0.0.1/", status: [200], body: nil, headers: ["Authorization": value]))
      ]
      return spec
    }
    let difference = SpecDifference(from: spec("hunter22"), to: spec("hunter23"))
    #expect(Self.told(difference) == ["checks headers: <secret> → <secret>"])
  }
}
