import PlayModel
import Testing

@testable import PlayFiles

@Suite struct SchemaTests {
  /// Keys of the Compose specification's services (its JSON schema): each is supported, or refused by name.
  private static let composeServiceKeys = """
    annotations attach blkio_config build cap_add cap_drop cgroup cgroup_parent command configs container_name cpu_count
    cpu_percent cpu_period cpu_quota cpu_rt_period cpu_rt_runtime cpu_shares cpus cpuset credential_spec depends_on deploy
    develop device_cgroup_rules devices dns dns_opt dns_search domainname entrypoint env_file environment expose extends
    external_links extra_hosts gpus group_add healthcheck hostname image init ipc isolation label_file labels links logging
    mac_address mem_limit mem_reservation mem_swappiness memswap_limit models network_mode networks oom_kill_disable
    oom_score_adj pid pids_limit platform ports post_start pre_stop privileged profiles provider pull_policy
    pull_refresh_after read_only restart runtime scale secrets security_opt shm_size stdin_open stop_grace_period stop_signal
    storage_opt sysctls tmpfs tty ulimits use_api_socket user userns_mode uts volumes volumes_from working_dir
    """.split(whereSeparator: \.isWhitespace).map(String.init)

  @Test(arguments: composeServiceKeys)
  func everyComposeKeyIsKnown(_ key: String) {
    let isSupported = Schema.service[key] != nil
    let isPlanned = Schema.service.planned[key] != nil
    #expect(isSupported != isPlanned)
  }

  @Test func onlyOurOwnKeysAreBesideCompose() {
    let own = Schema.service.keys.map(\.name).filter { !Self.composeServiceKeys.contains($0) }
    #expect(own == ["settle", "quiet_signal", "quiet_wait", "checks"])
    #expect(Schema.service.planned.keys.allSatisfy(Self.composeServiceKeys.contains))
  }

  @Test(arguments: Schema.sections.map(\.name))
  func noKeyIsBothKnownAndRefused(_ name: String) throws {
    let section = try #require(Schema.sections.first { $0.name == name }?.section)
    let refused = Set(section.planned.keys).union(section.elsewhere.keys)
    #expect(refused.isDisjoint(with: section.keys.map(\.name)))
  }

  @Test func formsNameSectionsThatExist() {
    func names(_ form: Form) -> [String] {
      switch form {
      case .section(let name): [name]
      case .list(let element), .map(let element): names(element)
      case .either(let forms): forms.flatMap(names)
      default: []
      }
    }
    let known = Set(Schema.sections.map(\.name))
    for (_, section) in Schema.sections {
      for key in section.keys { #expect(names(key.form).allSatisfy(known.contains), "\(key.name)") }
    }
  }

  @Test(arguments: Schema.service.keys.map(\.name))
  func theExampleOfAServiceKeyIsRight(_ name: String) throws {
    let key = try #require(Schema.service[name])
    let image = name == "image" ? "" : "image: a:1\n"
    let limit = name == "memswap_limit" ? "mem_limit: 8g\n" : ""
    let quiet = name == "quiet_wait" ? "quiet_signal: SIGTSTP\n" : ""
    var fixture = PlaybookFixture(service: image + limit + quiet + "\(name): \(key.example)")
    fixture.files["site.yml"]? += "    cache: {image: a:1}\n"
    fixture.shared = ["database_url": "x"]
    fixture.files["web.env"] = "A=1"
    let plain = try service(in: { $0.files["site.yml"] = PlaybookFixture.play(service: "image: a:1") })
    let resolved = try fixture.resolve()
    let spec = try #require(resolved.plays.first?.hosts.first?.services.first { $0.name == "web" })
    // Each example changes something, so it was read.
    #expect(spec != plain, "\(name): \(key.example)")
  }

  private func service(in change: (inout PlaybookFixture) -> Void) throws -> ServiceSpec {
    var fixture = PlaybookFixture()
    change(&fixture)
    return try fixture.service()
  }

  @Test(arguments: Schema.rollout.keys.map(\.name))
  func theExampleOfARolloutKeyIsRight(_ name: String) throws {
    let key = try #require(Schema.rollout[name])
    // Weights are a load balancer's, and need a time between them; so are groups, and their keys need each other.
    let ofGroups = ["strategy", "groups", "standby"]
    let others = ["strategy: blue_green", "groups: [blue, green]"].filter {
      ofGroups.contains(name) && !$0.hasPrefix("\(name):")
    }
    let keys =
      ["\(name): \(key.example)"] + (name == "weight" || name == "log_errors" ? ["bake: 1s"] : others)
    let play = PlaybookFixture.play(service: "image: a:1", rollout: "{\(keys.joined(separator: ", "))}")
    let isBalanced = name == "weight" || ofGroups.contains(name)
    var fixture = PlaybookFixture(
      isBalanced ? play.replacing("  rollout:", with: "  load_balancer: edge\n  rollout:") : play)
    fixture.groups = ["blue": ["h1"], "green": ["h2", "h3"]]
    fixture.shared = ["load_balancers": ["edge": ["driver": "haproxy", "hosts": "h3", "backend": "web"]]]
    let policy = try #require(try fixture.resolve().plays.first?.rollout)
    // Rolling is the only strategy, so it changes nothing.
    #expect(policy != RolloutPolicy() || name == "strategy")
  }

  /// The long forms, each with all its examples at once.
  @Test(arguments: [
    ("a port", "ports: [{KEYS}]"), ("a network", "networks: {back: {KEYS}}"),
    ("healthcheck", "healthcheck: {KEYS}"),
    ("logging", "logging: {KEYS}"), ("an env file", "env_file: [{KEYS}]"), ("a device", "devices: [{KEYS}]"),
    ("an ulimit", "ulimits: {nofile: {KEYS}}"), ("deploy", "deploy: {KEYS}"),
    ("resources", "deploy: {resources: {KEYS}}"),
    ("limits", "deploy: {resources: {limits: {KEYS}}}"),
    ("reservations", "deploy: {resources: {reservations: {KEYS}}}"),
    ("bind options", "volumes: [{type: bind, source: /a, target: /b, bind: {KEYS}}]"),
    ("volume options", "volumes: [{type: volume, source: aa, target: /b, volume: {KEYS}}]"),
    ("tmpfs options", "volumes: [{type: tmpfs, target: /b, tmpfs: {KEYS}}]"),
    ("a dependency", "depends_on: {cache: {KEYS}}"),
  ])
  func theExamplesOfALongFormAreRight(_ name: String, _ yaml: String) throws {
    let section = try #require(Schema.sections.first { $0.name == name }?.section)
    let keys = section.keys.filter { !($0.name == "disable" || $0.name == "format") }
    let text = keys.map { "\($0.name): \($0.example)" }.joined(separator: ", ")
    var fixture = PlaybookFixture(service: "image: a:1\n" + yaml.replacing("KEYS", with: text))
    fixture.files["site.yml"]? += "    cache: {image: a:1}\n"
    fixture.files["web.env"] = "A=1"
    #expect(try fixture.problems().isEmpty)
  }

  @Test func theExamplesOfChecksAndVolumesAreRight() throws {
    for key in Schema.check.keys {
      let question =
        ["http", "tcp", "exec", "command", "healthy"].contains(key.name) ? "" : "http: http://h/, "
      let fixture = PlaybookFixture(service: "image: a:1\nchecks: [{\(question)\(key.name): \(key.example)}]")
      #expect(try fixture.service().checks.count == 1, "\(key.name)")
    }
    let volume = Schema.volume.keys.filter { !["volume", "tmpfs"].contains($0.name) }
      .map { "\($0.name): \($0.example)" }.joined(separator: ", ")
    #expect(try PlaybookFixture(service: "image: a:1\nvolumes: [{\(volume)}]").service().mounts.count == 1)
  }

  @Test func theExamplesOfABalancerAreRight() throws {
    for key in Schema.balancer.keys {
      // An example is YAML; in the inventory it is a value already.
      let (file, source) = ("lb.yml", SourceText(key.example, file: "lb.yml"))
      let node = try #require(try YAMLReader.read(key.example, file: file, allowsSecretTag: true))
      var problems: [FileProblem] = []
      let tree = TemplateNode(node, source: source, problems: &problems)
      var fixture = PlaybookFixture("- hosts: web\n  load_balancer: edge\n  services: {web: {image: a:1}}")
      fixture.hosts = ["h1", "h2", "h3", "lb"]
      // A scope does not keep its play's variables alive.
      let variables = PlayVariables(inventory: fixture.facts, groups: GroupFacts([:]), runID: "r")
      let value = withExtendedLifetime(variables) {
        HostScope(variables, host: "h1").resolve(tree, source: source).node.value
      }
      let driver = Schema.balancerKeys.first { $0.value.contains(key.name) }?.key ?? "haproxy"
      var edge: [String: Value] = ["driver": .string(driver), "hosts": "lb", "backend": "web"]
      switch driver {
      case "nginx": edge["file"] = "/etc/nginx/upstreams/web.conf"
      case "command": edge.merge(["status": "a", "drain": "b", "enable": "c"]) { $1 }
      default: break
      }
      edge[key.name] = value
      fixture.shared = ["load_balancers": ["edge": .map(edge)]]
      #expect(try fixture.problems().isEmpty, "\(key.name)")
    }
  }

  @Test func theExamplesOfAPlayAreRight() throws {
    for key in Schema.play.keys where key.name != "hosts" {
      let groups =
        "\n  load_balancer: edge\n  rollout: {strategy: blue_green, groups: [blue, green]}"
      let services = key.name == "services" ? "" : "\n  services: {web: {image: a:1}}"
      var fixture = PlaybookFixture(
        "- hosts: web\n  \(key.name): \(key.example)\(key.name == "switch_window" ? groups : "")\(services)")
      fixture.groups = ["blue": ["h1"], "green": ["h2", "h3"]]
      fixture.files["vars/common.yml"] = "a: 1"
      fixture.shared = [
        "load_balancers": ["edge": ["driver": "haproxy", "hosts": "h3", "backend": "web"]],
        "windows": [
          "weeknights": ["schedule": "0 22 * * 1-5", "timezone": "Asia/Shanghai", "duration": "2h"]
        ],
      ]
      #expect(try fixture.problems().isEmpty, "\(key.name)")
    }
  }
}
