import PlayModel
import Testing

@testable import PlayFiles

/// Every service key, in each form that the Compose specification has for it.
@Suite struct ServiceKeysTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let yaml: String
    let change: @Sendable (inout ServiceSpec) -> Void

    init(_ yaml: String, _ change: @escaping @Sendable (inout ServiceSpec) -> Void) {
      self.yaml = yaml
      self.change = change
    }

    var testDescription: String { yaml }
  }

  private func expectSpec(of test: Case) throws {
    var expected = ServiceSpec(name: "web", image: ImageReference(repository: "shop/web", tag: "1"))
    test.change(&expected)
    let image = test.yaml.hasPrefix("image:") ? "" : "image: shop/web:1\n"
    #expect(try PlaybookFixture(service: image + test.yaml).service() == expected)
  }

  static let container: [Case] = [
    Case("image: registry.example:5000/shop/web:1.4.2") {
      $0.image = ImageReference(repository: "registry.example:5000/shop/web", tag: "1.4.2")
    },
    Case("command: serve --port 8080 'a b'") { $0.command = ["serve", "--port", "8080", "a b"] },
    Case("command: [serve, --port, 8080, yes]") { $0.command = ["serve", "--port", "8080", "yes"] },
    Case("command: ''") { $0.command = [] }, Case("command: []") { $0.command = [] },
    Case("command:") { _ in },
    Case("entrypoint: /app/start.sh -v") { $0.entrypoint = ["/app/start.sh", "-v"] },
    Case("entrypoint: [/app/start.sh, a b]") { $0.entrypoint = ["/app/start.sh", "a b"] },
    Case("entrypoint: []") { $0.entrypoint = [] }, Case("entrypoint: null") { _ in },
    Case("container_name: shop-web") { $0.containerName = "shop-web" },
    Case("hostname: web-1.example") { $0.hostname = "web-1.example" },
    Case("user: 1000") { $0.user = "1000" }, Case("user: \"1000:1000\"") { $0.user = "1000:1000" },
    Case("user: 1000:10") { $0.user = "1000:10" }, Case("working_dir: /app") { $0.workingDirectory = "/app" },
    Case("labels: {a.b: text, n: 1.10, t: True, e: }") {
      $0.labels = ["a.b": "text", "n": "1.10", "t": "true", "e": ""]
    },
    Case("labels: [a.b=x=y, e]") { $0.labels = ["a.b": "x=y", "e": ""] },
    Case("annotations: {a: x}") { $0.annotations = ["a": "x"] },
    Case("annotations: [a=x]") { $0.annotations = ["a": "x"] },
    Case("init: true") { $0.initProcess = true }, Case("init: \"false\"") { $0.initProcess = false },
    Case("platform: linux/arm64/v8") { $0.platform = "linux/arm64/v8" },
    Case("pull_policy: always") { $0.pullPolicy = .always },
    Case("pull_policy: missing") { $0.pullPolicy = .missing },
    Case("pull_policy: if_not_present") { $0.pullPolicy = .missing },
    Case("pull_policy: never") { $0.pullPolicy = .never },
    Case("logging: {driver: syslog, options: {tag: '{% raw %}{{.Name}}{% endraw %}', max-file: 3, x: }}") {
      $0.logging = Logging(driver: "syslog", options: ["tag": "{{.Name}}", "max-file": "3"])
    },
    Case("logging: {options: {max-size: 10m}}") { $0.logging = Logging(options: ["max-size": "10m"]) },
    Case("x-mine: [anything]") { _ in },
  ]

  @Test(arguments: container)
  func containerKey(_ test: Case) throws { try expectSpec(of: test) }

  static let network: [Case] = [
    Case("ports: [\"8080:80\", 443, 22:22]") {
      $0.ports = [
        PortMapping(hostPorts: 8080...8080, containerPort: 80), PortMapping(containerPort: 443),
        PortMapping(hostPorts: 22...22, containerPort: 22),
      ]
    },
    Case(
      "ports: [{target: 80, published: \"8080\", host_ip: 127.0.0.1, protocol: udp, mode: host, name: w, app_protocol: http}]"
    ) {
      $0.ports = [
        PortMapping(hostAddress: "127.0.0.1", hostPorts: 8080...8080, containerPort: 80, transport: .udp)
      ]
    },
    Case("ports: [{target: 80, published: 8080}, {target: \"81\"}, {target: 82, published: 8083-9000}]") {
      $0.ports = [
        PortMapping(hostPorts: 8080...8080, containerPort: 80), PortMapping(containerPort: 81),
        PortMapping(hostPorts: 8083...9000, containerPort: 82),
      ]
    },
    Case("networks: [back, front]") {
      $0.networks = [
        NetworkAttachment(name: "back", aliases: ["web"]), NetworkAttachment(name: "front", aliases: ["web"]),
      ]
    },
    Case(
      "networks: {back: , front: {aliases: [db, x], ipv4_address: 172.20.0.9, ipv6_address: \"2001:db8::9\"}}"
    ) {
      $0.networks = [
        NetworkAttachment(name: "back", aliases: ["web"]),
        NetworkAttachment(
          name: "front", aliases: ["web", "db", "x"], ipv4Address: "172.20.0.9", ipv6Address: "2001:db8::9"),
      ]
    },
    Case("networks: [bridge]") { $0.networks = [NetworkAttachment(name: "bridge")] },
    Case("network_mode: host") { $0.networkMode = "host" },
    Case("network_mode: none") { $0.networkMode = "none" },
    Case("network_mode: \"container:db\"") { $0.networkMode = "container:db" },
    Case("extra_hosts: [\"a:10.0.0.5\", b=10.0.0.6, \"c=[::1]\", \"d:::1\", \"e:host-gateway\"]") {
      $0.extraHosts = ["a:10.0.0.5", "b:10.0.0.6", "c:::1", "d:::1", "e:host-gateway"]
    },
    Case("extra_hosts: {a: 10.0.0.5, b: [10.0.0.6, 10.0.0.7]}") {
      $0.extraHosts = ["a:10.0.0.5", "b:10.0.0.6", "b:10.0.0.7"]
    },
    Case("dns: 8.8.8.8") { $0.dns = ["8.8.8.8"] },
    Case("dns: [8.8.8.8, \"::1\"]") { $0.dns = ["8.8.8.8", "::1"] },
    Case("dns_search: example.com") { $0.dnsSearch = ["example.com"] },
    Case("dns_search: [a.example, b.example]") { $0.dnsSearch = ["a.example", "b.example"] },
  ]

  @Test(arguments: network)
  func networkKey(_ test: Case) throws { try expectSpec(of: test) }

  static let storage: [Case] = [
    Case("volumes: [\"/srv:/data:ro\", \"cache:/cache\", /anonymous]") {
      $0.mounts = [
        Mount(kind: .bind, source: "/srv", target: "/data", readOnly: true, createHostPath: true),
        Mount(kind: .volume, source: "cache", target: "/cache"), Mount(kind: .volume, target: "/anonymous"),
      ]
    },
    Case(
      "volumes: [{type: bind, source: /srv, target: /data, read_only: true, bind: {propagation: rslave, create_host_path: false, selinux: Z}}]"
    ) {
      $0.mounts = [
        Mount(
          kind: .bind, source: "/srv", target: "/data", readOnly: true, propagation: "rslave", selinux: "Z")
      ]
    },
    Case("volumes: [{type: bind, source: /srv, target: /data}]") {
      $0.mounts = [Mount(kind: .bind, source: "/srv", target: "/data", createHostPath: true)]
    },
    Case(
      "volumes: [{type: volume, source: db, target: /data, volume: {nocopy: true}}, {type: volume, target: /x}]"
    ) {
      $0.mounts = [
        Mount(kind: .volume, source: "db", target: "/data", noCopy: true), Mount(kind: .volume, target: "/x"),
      ]
    },
    Case(
      "volumes: [{type: tmpfs, target: /run, tmpfs: {size: 64m, mode: 1770}}, {type: tmpfs, target: /t, tmpfs: {size: 1024, mode: \"0o755\"}}]"
    ) {
      $0.mounts = [
        Mount(kind: .tmpfs, target: "/run", size: 64 << 20, mode: 0o1770),
        Mount(kind: .tmpfs, target: "/t", size: 1024, mode: 0o755),
      ]
    },
    Case("tmpfs: /run") { $0.tmpfs = ["/run"] },
    Case("tmpfs: [/run, \"/data:mode=755,uid=1009\"]") { $0.tmpfs = ["/run", "/data:mode=755,uid=1009"] },
    Case("devices: [/dev/a, \"/dev/a:/dev/b\", \"/dev/a:/dev/b:rw\", \"/dev/a:rm\", vendor.com/gpu=all]") {
      $0.devices = ["/dev/a", "/dev/a:/dev/b", "/dev/a:/dev/b:rw", "/dev/a:rm", "vendor.com/gpu=all"]
    },
    Case("devices: [{source: /dev/a}, {source: /dev/a, target: /dev/b, permissions: r}]") {
      $0.devices = ["/dev/a:/dev/a", "/dev/a:/dev/b:r"]
    },
    Case("shm_size: 128m") { $0.shmSize = 128 << 20 }, Case("shm_size: 67108864") { $0.shmSize = 64 << 20 },
  ]

  @Test(arguments: storage)
  func storageKey(_ test: Case) throws { try expectSpec(of: test) }

  static let resources: [Case] = [
    Case("mem_limit: 8g") { $0.memoryLimit = 8 << 30 },
    Case("mem_limit: 1073741824") { $0.memoryLimit = 1 << 30 },
    Case("mem_limit: 0") { _ in }, Case("mem_reservation: 1gb") { $0.memoryReservation = 1 << 30 },
    Case("mem_limit: 1g\nmemswap_limit: 2g") {
      $0.memoryLimit = 1 << 30
      $0.memorySwapLimit = 2 << 30
    },
    Case("mem_limit: 1g\nmemswap_limit: -1") {
      $0.memoryLimit = 1 << 30
      $0.memorySwapLimit = -1
    },
    Case("cpus: 1.5") { $0.cpus = 1.5 }, Case("cpus: \"2\"") { $0.cpus = 2 }, Case("cpus: 0.000") { _ in },
    Case("cpu_shares: 512") { $0.cpuShares = 512 }, Case("cpu_shares: \"512\"") { $0.cpuShares = 512 },
    Case("cpuset: 0-3,5") { $0.cpuSet = "0-3,5" }, Case("cpuset: 1") { $0.cpuSet = "1" },
    Case("pids_limit: 200") { $0.pidsLimit = 200 }, Case("pids_limit: -1") { $0.pidsLimit = -1 },
    Case("ulimits: {nproc: 65535, nofile: {soft: 20000, hard: 40000}, core: -1}") {
      $0.ulimits = [
        "nproc": ResourceLimit(soft: 65535, hard: 65535), "nofile": ResourceLimit(soft: 20000, hard: 40000),
        "core": ResourceLimit(soft: -1, hard: -1),
      ]
    },
    Case("deploy: {resources: {limits: {cpus: '0.50', memory: 50M, pids: 100}, reservations: {memory: 20M}}}")
    {
      $0.cpus = 0.5
      $0.memoryLimit = 50 << 20
      $0.memoryReservation = 20 << 20
      $0.pidsLimit = 100
    },
    Case("mem_limit: 50m\ncpus: 0.5\ndeploy: {resources: {limits: {cpus: '0.50', memory: 51200k}}}") {
      $0.cpus = 0.5
      $0.memoryLimit = 50 << 20
    },
  ]

  @Test(arguments: resources)
  func resourceKey(_ test: Case) throws { try expectSpec(of: test) }

  static let security: [Case] = [
    Case("cap_add: [NET_ADMIN, cap_sys_time]") { $0.capAdd = ["NET_ADMIN", "SYS_TIME"] },
    Case("cap_drop: [ALL]") { $0.capDrop = ["ALL"] }, Case("privileged: true") { $0.privileged = true },
    Case("privileged: \"true\"") { $0.privileged = true }, Case("read_only: on") { $0.readOnly = true },
    Case(
      "security_opt: [label:user:USER, no-new-privileges:true, seccomp=unconfined, seccomp:/etc/seccomp.json]"
    ) {
      $0.securityOptions = [
        "label:user:USER", "no-new-privileges:true", "seccomp=unconfined", "seccomp:/etc/seccomp.json",
      ]
    },
    Case("sysctls: {net.core.somaxconn: 1024}") { $0.sysctls = ["net.core.somaxconn": "1024"] },
    Case("sysctls: [net.core.somaxconn=1024]") { $0.sysctls = ["net.core.somaxconn": "1024"] },
    Case("group_add: [mail, 1001]") { $0.groupAdd = ["mail", "1001"] },
    Case("ipc: shareable") { $0.ipc = "shareable" }, Case("ipc: \"container:x\"") { $0.ipc = "container:x" },
    Case("pid: host") { $0.pid = "host" },
  ]

  @Test(arguments: security)
  func securityKey(_ test: Case) throws { try expectSpec(of: test) }

  static let life: [Case] = [
    Case("restart: no") { $0.restart = .no }, Case("restart: \"no\"") { $0.restart = .no },
    Case("restart: unless-stopped") { $0.restart = .unlessStopped },
    Case("restart: on-failure") { $0.restart = .onFailure(attempts: nil) },
    Case("restart: on-failure:3") { $0.restart = .onFailure(attempts: 3) },
    Case("stop_signal: SIGUSR1") { $0.stopSignal = "SIGUSR1" },
    Case("stop_signal: int") { $0.stopSignal = "SIGINT" },
    Case("stop_signal: 9") { $0.stopSignal = "9" },
    Case("stop_signal: SIGRTMIN+3") { $0.stopSignal = "SIGRTMIN+3" },
    Case("stop_grace_period: 1m30s") { $0.stopGracePeriod = .seconds(90) },
    Case("stop_grace_period: 30") { $0.stopGracePeriod = .seconds(30) },
    Case("settle: 500ms") { $0.settle = .milliseconds(500) },
    Case("settle: 0") { $0.settle = .zero }, Case("settle: 1.5") { $0.settle = .milliseconds(1500) },
    Case(
      "healthcheck: {test: [CMD, curl, -f, http://localhost], interval: 1m30s, timeout: 10s, retries: 3, start_period: 40s, start_interval: 5s}"
    ) {
      $0.healthCheck = HealthCheck(
        test: .command(["curl", "-f", "http://localhost"]), interval: .seconds(90), timeout: .seconds(10),
        startPeriod: .seconds(40), startInterval: .seconds(5), retries: 3)
    },
    Case("healthcheck: {test: curl -f http://localhost || exit 1}") {
      $0.healthCheck = HealthCheck(test: .shell("curl -f http://localhost || exit 1"))
    },
    Case("healthcheck: {test: [CMD-SHELL, a || b]}") { $0.healthCheck = HealthCheck(test: .shell("a || b")) },
    Case("healthcheck: {test: [NONE]}") { $0.healthCheck = HealthCheck(test: .disabled) },
    Case("healthcheck: {disable: true}") { $0.healthCheck = HealthCheck(test: .disabled) },
    Case("healthcheck: {interval: 5s, retries: \"2\"}") {
      $0.healthCheck = HealthCheck(interval: .seconds(5), retries: 2)
    },
  ]

  @Test(arguments: life)
  func lifeKey(_ test: Case) throws { try expectSpec(of: test) }

  static let checks: [Case] = [
    Case("checks: [{tcp: 8080}]") { $0.checks = [Check(.tcp(address: "127.0.0.1", port: 8080))] },
    Case("checks: [{tcp: \"10.0.0.5:80\"}, {tcp: \"[::1]:81\"}, {tcp: localhost:82}]") {
      $0.checks = [
        Check(.tcp(address: "10.0.0.5", port: 80)), Check(.tcp(address: "::1", port: 81)),
        Check(.tcp(address: "localhost", port: 82)),
      ]
    },
    Case(
      "checks:\n- http: http://127.0.0.1:8080/health\n  status: 204\n  body: ok\n  headers: {Host: shop.example}\n  within: 90s\n  every: 2s\n  passes: 3"
    ) {
      let question = Check.Question.http(
        url: "http://127.0.0.1:8080/health", status: [204], body: "ok", headers: ["Host": "shop.example"])
      $0.checks = [Check(question, within: .seconds(90), every: .seconds(2), passes: 3)]
    },
    Case("checks: [{http: http://h/, status: [200, 301]}]") {
      $0.checks = [Check(.http(url: "http://h/", status: [200, 301], body: nil, headers: [:]))]
    },
    Case("checks: [{exec: [/app/ping, -v]}, {exec: test -f /x && true}]") {
      $0.checks = [
        Check(.exec(["/app/ping", "-v"])), Check(.exec(["/bin/sh", "-c", "test -f /x && true"])),
      ]
    },
    Case("checks: [{command: test -f /srv/web/ready}, {healthy: true}]") {
      $0.checks = [Check(.command("test -f /srv/web/ready")), Check(.healthy)]
    },
    Case("checks: []") { _ in },
  ]

  @Test(arguments: checks)
  func check(_ test: Case) throws { try expectSpec(of: test) }
}
