import PlayModel
import Testing

@testable import PlayFiles

/// Files, plays, hosts and how services of one host fit together.
@Suite struct PlaysTests {
  private static let service = "services: {web: {image: a:1, checks: [{tcp: 80}]}}"

  private static let documents: [(String, [String])] = [
    ("", ["site.yml: the playbook is empty\n  for example `- hosts: web`, and under it `services:`"]),
    (
      "# nothing\n",
      ["site.yml: the playbook is empty\n  for example `- hosts: web`, and under it `services:`"]
    ),
    (
      "hosts: web",
      [
        "site.yml:1:1: a playbook is a list of plays, not a mapping\n  for example `- hosts: web`, and under it `services:`"
      ]
    ),
    (
      "[]",
      ["site.yml:1:1: the playbook has no plays\n  for example `- hosts: web`, and under it `services:`"]
    ),
    ("- web", ["site.yml:1:3: a play must be a mapping, not a text"]),
    (
      "- {}",
      [
        "site.yml:1:3: a play needs `hosts`\n  for example hosts: web:&prod:!db[0]",
        "site.yml:1:3: a play needs `services`\n  for example services: {web: {image: registry.example/shop/web:1.4.2}}",
      ]
    ),
    (
      "- hosts: web\n  services: []",
      ["site.yml:2:13: `services` must be a map of names to services, not a list"]
    ),
    ("- hosts: web\n  services: {}", ["site.yml:2:13: `services` names no service"]),
    ("- hosts: web\n  services: {web: }", ["site.yml:2:14: the service `web` says nothing"]),
    ("- hosts: web\n  services: {web: x}", ["site.yml:2:19: a service must be a mapping, not a text"]),
    (
      "- hosts: web\n  tasks: []\n  \(service)",
      [
        "site.yml:2:3: `tasks` is not a key of a play\n  a playbook says which services run, not which tasks to do"
      ]
    ),
    (
      "- hosts: web\n  serial: 2\n  \(service)",
      ["site.yml:2:3: `serial` is not a key of a play\n  write it under `rollout:`"]
    ),
    (
      "- hosts: web\n  window: nights\n  \(service)",
      [
        "site.yml:2:11: there is no window `nights`: the play's hosts have no variable `windows`\n"
          + "  windows are written in the inventory, see docs/windows.md"
      ]
    ),
    (
      "- hosts: web\n  switch_window: nights\n  \(service)",
      [
        "site.yml:2:18: `switch_window` is for plays with the strategy blue_green\n  write `window`"
      ]
    ),
    (
      "- hosts: web\n  load_balancer: edge\n  \(service)",
      [
        "site.yml:2:18: the inventory does not set `load_balancers` for h1\n  describe the load balancer `edge` in its group_vars/all"
      ]
    ),
    (
      "- hosts: web\n  hosts: all\n  \(service)",
      [
        "site.yml:2:3: the key hosts is set twice in one mapping\n  it is first set at line 1; remove one of the two"
      ]
    ),
    ("- hosts: none\n  \(service)", ["site.yml:1:10: the pattern `none` matches no host of the inventory"]),
    ("- hosts: bad[\n  \(service)", ["site.yml:1:10: the pattern is bad"]),
    (
      "- hosts: {a: b}\n  \(service)",
      ["site.yml:1:10: `hosts` must be a host pattern or a list of them, not a mapping"]
    ),
    (
      "- hosts: \"{{ target }}\"\n  \(service)",
      [
        "site.yml:1:14: `target` is not given with -e, and `hosts` can use no other variables\n  give it with -e target=…, or write the pattern out"
      ]
    ),
    (
      "- hosts: \"{{ hostvars['h1'].x }}\"\n  \(service)",
      ["site.yml:1:29: `hosts` cannot use variables of hosts"]
    ),
    ("- hosts: web\n  name: [a]\n  \(service)", ["site.yml:2:9: `name` must be a text, not a list"]),
    ("- hosts: web\n  x-mine: {a: 1}\n  \(service)", []),
    ("- hosts: web\n  services: {x-base: &b {image: a:1, checks: [{tcp: 80}]}, web: {<<: *b, user: me}}", []),
  ]

  @Test(arguments: documents)
  func whatIsSaidOfAFile(_ text: String, _ expected: [String]) throws {
    let found = try PlaybookFixture(text).problems()
    #expect(found == expected)
  }

  @Test func aMissingPlaybookIsAProblemOfItsOwn() throws {
    var fixture = PlaybookFixture()
    fixture.files = [:]
    #expect(try fixture.problems() == ["site.yml: the playbook does not exist"])
  }

  @Test func hostsMayBeAListAndUseExtraVariables() throws {
    var fixture = PlaybookFixture("- hosts: \"{{ target }}\"\n  \(Self.service)")
    fixture.extra = ["target=h2"]
    #expect(try fixture.resolve().plays.first?.hosts.map(\.host) == ["h2"])
    fixture = PlaybookFixture("- hosts: [h3]\n  \(Self.service)")
    #expect(try fixture.resolve().plays.map(\.name) == ["h3"])
  }

  @Test func aLimitLeavesOthersOut() throws {
    var fixture = PlaybookFixture(
      "- hosts: web\n  services: {web: {image: \"a:{{ v }}\", checks: [{tcp: 80}]}}")
    fixture.variables = ["h2": ["v": "1"]]
    fixture.limit = ["h2"]
    #expect(try fixture.resolve().plays.first?.hosts.map(\.host) == ["h2"])
    fixture.limit = ["h9"]
    let none = try fixture.resolve()
    #expect(none.plays.isEmpty)
    #expect(none.warnings.map(\.description) == ["site.yml:1:10: the limit leaves none of the play's hosts"])
  }

  @Test func aPlayWithoutHostsIsCheckedAsFarAsCanBe() throws {
    let problems = try PlaybookFixture(
      "- hosts: none\n  vars: {v: 1}\n  services: {web: {image: \"{{ unknown }}:{{ v }}\", ports: [x], labels: {a: \"{{ v | nope }}\"}}}"
    ).problems()
    #expect(
      problems.map { $0.prefix { $0 != " " } } == ["site.yml:1:10:", "site.yml:3:60:", "site.yml:3:84:"])
  }

  // MARK: Services of one host

  private func services(_ services: String) -> PlaybookFixture {
    PlaybookFixture("- hosts: h1\n  services:\n" + services.indented(by: 4))
  }

  @Test func servicesGoInTheOrderOfTheirDependencies() throws {
    let play = try services(
      """
      web: {image: a:1, depends_on: [api, cache]}
      one: {image: a:1}
      api: {image: a:1, depends_on: {db: {condition: service_healthy, required: true, restart: false}, cache: }}
      cache: {image: a:1, network_mode: "service:db"}
      db: {image: a:1}
      """
    ).resolve().plays.first
    let specs = try #require(play?.hosts.first?.services)
    #expect(specs.map(\.name) == ["db", "cache", "api", "web", "one"])
    #expect(
      specs[2].dependencies == [Dependency(service: "db", condition: .healthy), Dependency(service: "cache")])
    // Who is waited for until healthy is checked to be.
    #expect(specs[0].checks == [Check(.healthy)])
    #expect(specs[1].networkMode == "service:db")
    #expect(specs[1].dependencies == [Dependency(service: "db")])
    #expect(specs[1].checks.isEmpty)
  }

  private static let clashes: [(String, [String])] = [
    (
      "aa: {image: a:1, depends_on: [bb]}\nbb: {image: a:1, depends_on: [cc]}\ncc: {image: a:1, depends_on: [aa]}",
      [
        "site.yml:3:34: the services depend on each other in a circle: aa → bb → cc → aa\n  remove one of the dependencies"
      ]
    ),
    (
      "aa: {image: a:1, depends_on: {bb: {condition: service_completed_successfully}}}\nbb: {image: a:1}",
      [
        "site.yml:3:51: `condition`: `service_completed_successfully` is not supported yet\n  a container that ends counts as failed; do the work when the service starts"
      ]
    ),
    (
      "aa: {image: a:1, depends_on: {bb: {condition: healthy}}}\nbb: {image: a:1}",
      ["site.yml:3:51: `condition`: `healthy` is not one of service_started, service_healthy"]
    ),
    (
      "aa: {image: a:1, depends_on: {bb: {required: false, restart: true}}}\nbb: {image: a:1}",
      [
        "site.yml:3:50: `required: false` is not supported yet",
        "site.yml:3:66: `restart: true` is not supported yet",
      ]
    ),
    (
      "aa: {image: a:1, depends_on: {bb: {condition: service_healthy}}}\nbb: {image: a:1, healthcheck: {disable: true}}",
      ["site.yml:3:34: `aa` waits for `bb` to be healthy, and its health check is disabled"]
    ),
    (
      "aa: {image: a:1, depends_on: [bb, bb]}\nbb: {image: a:1}",
      ["site.yml:3:39: `depends_on` names `bb` twice"]
    ),
    (
      "aa: {image: a:1, ports: [\"80:80\"]}\nbb: {image: a:1, ports: [\"80:81\"]}",
      [
        "site.yml:4:30: `bb` and `aa` both publish host port 80/tcp on one host\n  give one of them another port"
      ]
    ),
    (
      "aa: {image: a:1, ports: [\"0.0.0.0:80:80\"]}\nbb: {image: a:1, ports: [\"10.0.0.1:80:81\"]}",
      [
        "site.yml:4:30: `bb` and `aa` both publish host port 80/tcp on one host\n  give one of them another port"
      ]
    ),
    (
      "aa: {image: a:1, ports: [\"80:80\"]}\nbb: {image: a:1, ports: [\"80:80/udp\", \"80\", \"80-81:81\"]}",
      []
    ),
    ("aa: {image: a:1, ports: [\"10.0.0.2:80:80\"]}\nbb: {image: a:1, ports: [\"10.0.0.1:80:81\"]}", []),
    (
      "aa: {image: a:1, container_name: bb}\nbb: {image: a:1}",
      [
        "site.yml:4:5: `bb` and `aa` would both be the container `bb` on one host\n  give one of them another container_name"
      ]
    ),
    (
      "a: {image: a:1}",
      [
        "site.yml:3:5: the service `a` cannot give its container its name\n  names have at least two letters, digits, `_`, `.` and `-`, and begin with a letter or digit; or set container_name"
      ]
    ),
    ("a: {image: a:1, container_name: aa}", []),
  ]

  @Test(arguments: clashes)
  func whatCannotLiveTogether(_ services: String, _ expected: [String]) throws {
    let found = try self.services(services).problems()
    #expect(found == expected)
  }

  @Test func playsShareTheirHostsPorts() throws {
    let found = try PlaybookFixture(
      """
      - hosts: h1
        services: {aa: {image: a:1, ports: ["80:80"]}, same: {image: a:1, ports: ["90:90"]}}
      - hosts: web
        services: {bb: {image: a:1, ports: ["80:80"]}, same: {image: a:2, ports: ["90:90"]}}
      """
    ).problems()
    #expect(
      found == [
        "site.yml:4:39: `bb` and `aa` both publish host port 80/tcp on one host (host h1)\n  give one of them another port"
      ])
  }

  @Test func portsThatDifferByHostClashOnlyWhereTheyDo() throws {
    var fixture = PlaybookFixture(
      "- hosts: web\n  services: {aa: {image: a:1, ports: [\"{{ p }}:80\"]}, bb: {image: a:1, ports: [\"81:80\"]}}"
    )
    fixture.variables = ["h1": ["p": 80], "h2": ["p": 81], "h3": ["p": 82]]
    #expect(
      try fixture.problems() == [
        "site.yml:2:80: `bb` and `aa` both publish host port 81/tcp on one host (host h2)\n  give one of them another port"
      ])
  }

  @Test func suspiciousThingsAreWarnedOf() throws {
    let warnings = try services(
      "aa: {image: a}\nbb: {image: \"a:latest\", checks: [{tcp: 80}]}\ncc: {image: a:1, checks: [{tcp: 80}]}"
    )
    .resolve().warnings
    #expect(
      warnings.map(\.description) == [
        "site.yml:3:5: `aa` has no checks: a container that keeps running counts as deployed\n  for example checks: [{http: \"http://127.0.0.1:8080/health\"}]",
        "site.yml:3:17: the image of `aa` has the tag latest, which says nothing about its version\n  give each build a tag of its own",
        "site.yml:4:17: the image of `bb` has the tag latest, which says nothing about its version\n  give each build a tag of its own",
      ])
  }
}
