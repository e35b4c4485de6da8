import PlayModel
import Testing

@testable import PlayFiles

/// `load_balancer` of a play and `load_balancers` of the inventory.
@Suite struct BalancerTests {
  private func fixture(
    _ edge: [String: Value] = [:], named: String = "edge", rollout: String = "{}"
  ) -> PlaybookFixture {
    var fixture = PlaybookFixture(
      "- hosts: web\n  load_balancer: \(named)\n  rollout: \(rollout)\n  services: {web: {image: a:1}}\n")
    let standard: [String: Value] = ["driver": "haproxy", "hosts": "h3", "backend": "web"]
    let whole = standard.merging(edge) { _, own in own }.filter { $0.value != .null }
    fixture.shared = ["load_balancers": ["edge": .map(whole), "back": .map(standard)]]
    return fixture
  }

  private func policy(_ fixture: PlaybookFixture) throws -> RolloutPolicy {
    try #require(try fixture.resolve().plays.first?.rollout)
  }

  @Test func isReadWithItsDefaults() throws {
    let policy = try policy(fixture())
    #expect(
      policy.balancers == [
        LoadBalancer(
          name: "edge", driver: .haproxy, hosts: ["h3"], socket: "/run/haproxy/admin.sock", backends: ["web"],
          drainTimeout: .seconds(30), onDrainTimeout: .fail, readyTimeout: .seconds(60))
      ])
    // All at once would leave it nothing to send requests to.
    #expect(policy.serial == [.count(1)])
    #expect(try self.policy(fixture(rollout: "{serial: 2}")).serial == [.count(2)])
  }

  @Test func everyKeyCounts() throws {
    let policy = try policy(
      fixture([
        "hosts": ["all"], "socket": "/tmp/s", "backend": ["web", "api:1"],
        "server": "{{ inventory_hostname }}:8080", "map": ["h2": "srv2"], "drain_timeout": "2m",
        "on_drain_timeout": "cut", "ready_timeout": 5,
      ]))
    #expect(
      policy.balancers == [
        LoadBalancer(
          name: "edge", driver: .haproxy, hosts: ["h1", "h2", "h3"], socket: "/tmp/s",
          backends: ["web", "api:1"],
          servers: ["h1": "h1:8080", "h2": "srv2", "h3": "h3:8080"], drainTimeout: .seconds(120),
          onDrainTimeout: .cut, readyTimeout: .seconds(5))
      ])
  }

  @Test func nginxIsReadWithItsFiles() throws {
    let plain = fixture([
      "driver": "nginx", "file": "/etc/nginx/upstreams/web.conf", "server": "10.0.0.1:8080",
    ])
    #expect(
      try policy(plain).balancers == [
        LoadBalancer(
          name: "edge", driver: .nginx, hosts: ["h3"],
          nginx: NginxFiles(file: "/etc/nginx/upstreams/web.conf"),
          backends: ["web"], servers: ["h1": "10.0.0.1:8080", "h2": "10.0.0.1:8080", "h3": "10.0.0.1:8080"])
      ])
    let all = fixture([
      "driver": "nginx", "file": "/a", "pid_file": "/b", "program": ["nginx", "-c", "/c"],
    ])
    #expect(
      try policy(all).balancers.first?.nginx
        == NginxFiles(file: "/a", pidFile: "/b", program: ["nginx", "-c", "/c"]))
  }

  @Test func caddyIsReadWithItsAdmin() throws {
    let path = "apps/http/servers/srv0/routes/0/handle/0"
    let plain = fixture(["driver": "caddy", "backend": .list([.string(path), "web"])])
    #expect(
      try policy(plain).balancers == [
        LoadBalancer(
          name: "edge", driver: .caddy, hosts: ["h3"], admin: "localhost:2019", backends: [path, "web"])
      ])
    #expect(
      try policy(fixture(["driver": "caddy", "admin": "[::1]:99"])).balancers.first?.admin == "[::1]:99")
  }

  @Test func commandsAreReadWithTheirPlace() throws {
    let plain = fixture([
      "driver": "command", "backend": .null, "hosts": .null, "on": "controller",
      "status": "edge status | cat",
      "drain": ["edge", "out of"], "enable": "edge in",
    ])
    #expect(
      try policy(plain).balancers == [
        LoadBalancer(
          name: "edge", driver: .command, hosts: [],
          commands: BalancerCommands(
            place: .controller, status: "edge status | cat", drain: "edge 'out of'", enable: "edge in"),
          backends: ["edge"])
      ])
    let all = fixture([
      "driver": "command", "backend": "arn:aws:x/y", "status": "a", "drain": "b", "enable": "c",
      "verify": "d",
      "weigh": "e", "command_timeout": "1m", "server": "i-1 2",
    ])
    let balancer = try #require(try policy(all).balancers.first)
    #expect(balancer.hosts == ["h3"])
    #expect(balancer.backends == ["arn:aws:x/y"])
    #expect(balancer.server(of: "h1") == "i-1 2")
    #expect(
      balancer.commands
        == BalancerCommands(
          place: .balancer, status: "a", drain: "b", enable: "c", verify: "d", weigh: "e",
          timeout: .seconds(60)))
  }

  @Test func weightsAreForBalancersThatHaveThem() throws {
    #expect(try policy(fixture(rollout: "{weight: [10%, 50%], bake: 5s}")).weights == [10, 50])
    #expect(try policy(fixture(rollout: "{weight: 25%, pause: 5s}")).weights == [25])
    let commands = fixture(
      ["driver": "command", "status": "a", "drain": "b", "enable": "c"], rollout: "{weight: 10%, pause: 5s}")
    #expect(
      try commands.problems().contains {
        $0.contains("`weight` cannot be kept: the load balancer `edge` has no weights")
      })
    for (weight, words) in [
      ("[50%, 10%]", "the steps of `weight` must grow"), ("[0%]", "`0%` is not a whole percentage"),
      ("[5]", "`5` is not a whole percentage"),
    ] {
      let problems = try fixture(rollout: "{weight: \(weight), pause: 5s}").problems()
      #expect(problems.contains { $0.contains(words) }, "\(problems)")
    }
    let hasty = try fixture(rollout: "{weight: [10%]}").problems()
    #expect(hasty.contains { $0.contains("the steps of `weight` follow each other at once") }, "\(hasty)")
    let alone = PlaybookFixture(
      "- hosts: web\n  rollout: {weight: [10%], pause: 1s}\n  services: {web: {image: a:1}}\n")
    #expect(try alone.problems().contains { $0.contains("`weight` is for plays with a `load_balancer`") })
  }

  @Test func severalGoTogetherAndEachOnce() throws {
    #expect(try policy(fixture(named: "[edge, back, edge]")).balancers.map(\.name) == ["edge", "back"])
  }

  private static let faults: [([String: Value], String, [String])] = [
    (
      [:], "egde",
      ["site.yml:2:18: the inventory has no load balancer `egde`\n  did you mean \"edge\"?"]
    ),
    (
      ["driver": "f5"], "edge", ["site.yml:2:18: `driver`: `f5` is not one of haproxy, nginx, caddy, command"]
    ),
    (
      ["backend": .null], "edge",
      ["site.yml:2:18: a load balancer needs `backend`\n  for example backend: web"]
    ),
    (
      ["hosts": "none"], "edge",
      ["site.yml:2:18: the load balancer's pattern `none` matches no host of the inventory"]
    ),
    (
      ["bakend": "web"], "edge",
      ["site.yml:2:18: `bakend` is not a key of a load balancer\n  did you mean \"backend\"?"]
    ),
    (
      ["backend": "web; shutdown"], "edge",
      [
        "site.yml:2:18: `backend`: `web; shutdown` is not a name in HAProxy\n  letters, digits, `-`, `_`, `.` and `:` are allowed there"
      ]
    ),
    (
      ["socket": "admin.sock"], "edge",
      [
        "site.yml:2:18: `socket`: `admin.sock` is not an absolute path\n  for example /run/haproxy/admin.sock"
      ]
    ),
    (
      ["driver": "nginx", "server": "a;b"], "edge",
      [
        "site.yml:2:18: a load balancer with the driver nginx needs `file`\n  for example file: /etc/nginx/upstreams/web.conf",
        "`server`: `a;b` is not a name or an address in a balancer",
      ]
    ),
    (
      ["driver": "command", "backend": .null, "status": "a", "enable": ["b", "c d"]], "edge",
      [
        "site.yml:2:18: a load balancer with the driver command needs `drain`\n  for example drain: /usr/local/bin/edge drain"
      ]
    ),
    (
      ["driver": "command", "hosts": .null, "status": "a", "drain": "b", "enable": "c"], "edge",
      ["site.yml:2:18: a load balancer needs `hosts`\n  for example hosts: lb"]
    ),
    (
      ["backend": .list([])], "edge",
      ["site.yml:2:18: `backend` names no backend\n  for example backend: web"]
    ),
    (
      ["file": "/etc/nginx/web.conf"], "edge",
      ["site.yml:2:18: `file` is for the driver nginx, not for haproxy"]
    ),
    (["drain_timeout": "soon"], "edge", ["drain_timeout"]),
    (["server": "{{ nobody }}"], "edge", ["nobody"]),
    (
      ["backend": "{{ inventory_hostname }}"], "edge",
      [
        "site.yml:2:18: the load balancer `edge` is described differently on different hosts of the play, such as h2\n  only its `server` and `map` may differ; describe it in group_vars/all"
      ]
    ),
  ]

  @Test(arguments: faults.indices)
  func whatIsWrongIsSaidWithItsPlace(_ index: Int) throws {
    let (edge, named, expected) = Self.faults[index]
    let problems = try fixture(edge, named: named).problems()
    #expect(problems.count == expected.count, "\(problems)")
    for (problem, words) in zip(problems, expected) { #expect(problem.contains(words), "\(problem)") }
  }
}
