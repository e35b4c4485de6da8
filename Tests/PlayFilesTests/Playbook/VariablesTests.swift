import PlayModel
import Testing

@testable import PlayFiles

@Suite struct VariablesTests {
  private func label(_ fixture: PlaybookFixture, on host: Int = 0) throws -> String? {
    try fixture.resolve().plays.first?.hosts[host].services.first?.labels["x"]
  }

  private func fixture(vars: String = "{}", files: String = "[]", label: String = "{{ x }}")
    -> PlaybookFixture
  {
    var fixture = PlaybookFixture(
      """
      - hosts: web
        vars: \(vars)
        vars_files: \(files)
        services:
          web:
            image: shop/web:1
            labels: {x: "\(label)"}
      """)
    fixture.files["a.yml"] = "x: file a\ny: from a"
    fixture.files["b.yml"] = "x: file b"
    return fixture
  }

  @Test func theStrongerVariableWins() throws {
    var fixture = fixture()
    fixture.shared = ["x": "inventory"]
    #expect(try label(fixture) == "inventory")
    fixture.files["site.yml"] = self.fixture(vars: "{x: play}").files["site.yml"]
    #expect(try label(fixture) == "play")
    fixture.files["site.yml"] = self.fixture(vars: "{x: play}", files: "a.yml").files["site.yml"]
    #expect(try label(fixture) == "file a")
    fixture.files["site.yml"] = self.fixture(vars: "{x: play}", files: "[a.yml, b.yml]").files["site.yml"]
    #expect(try label(fixture) == "file b")
    fixture.extra = ["x=extra"]
    #expect(try label(fixture) == "extra")
    fixture.extra = ["x=extra", "@a.yml", "{\"x\": \"last\"}"]
    #expect(try label(fixture) == "last")
  }

  @Test func whatIsAlwaysThere() throws {
    var fixture = fixture(
      label:
        "{{ inventory_hostname }} {{ address }} {{ group_names | join(',') }} {{ groups['web'] | join(',') }} "
        + "{{ hostvars['h1'].address }} {{ hostvars[groups.web[2]].size }} {{ run_id }}")
    fixture.variables = [
      "h1": ["ansible_host": "10.0.0.1"], "h3": ["size": 3, "ansible_ssh_host": "10.0.0.3"],
    ]
    #expect(try label(fixture) == "h1 10.0.0.1 web h1,h2,h3 10.0.0.1 3 20261122-162030-k3f9")
    #expect(try label(fixture, on: 1) == "h2 h2 web h1,h2,h3 10.0.0.1 3 20261122-162030-k3f9")
    #expect(try label(fixture, on: 2) == "h3 10.0.0.3 web h1,h2,h3 10.0.0.1 3 20261122-162030-k3f9")
  }

  @Test func variablesAreComputedWhenTheyAreUsed() throws {
    var fixture = fixture(
      vars: "{x: \"{{ a }}-{{ inventory_hostname }}\", a: \"{{ b | upper }}\", broken: \"{{ nope }}\"}")
    fixture.shared = ["b": "{{ c }}!", "c": "see"]
    #expect(try label(fixture) == "SEE!-h1")
    #expect(try label(fixture, on: 1) == "SEE!-h2")
  }

  @Test func aVariableOfAnotherHostIsThatHosts() throws {
    var fixture = fixture(label: "{{ hostvars['h2'].url }}")
    fixture.shared = ["url": "http://{{ inventory_hostname }}:{{ port }}"]
    fixture.variables = ["h2": ["port": 81], "h1": ["port": 80]]
    #expect(try label(fixture) == "http://h2:81")
  }

  private static let faults: [(vars: String, label: String, problems: [String])] = [
    (
      "{a: \"{{ b }}\", b: \"{{ a }}\"}", "{{ a }}",
      ["site.yml:2:31: the variable `a` refers to itself: a → b → a"]
    ),
    ("{a: \"{{ a }}\"}", "{{ a }}", ["site.yml:2:17: the variable `a` refers to itself: a → a"]),
    (
      "{registry: r}", "{{ regstry }}",
      ["site.yml:7:23: `regstry` is not defined\n  did you mean \"registry\"?"]
    ),
    (
      "{a: \"x{{ nope }}\"}", "{{ a | default('d') }}",
      ["site.yml:2:18: `nope` is not defined\n  did you mean \"node\"?"]
    ),
    (
      "{}", "{{ url }}",
      ["site.yml:7:19: in the inventory's variable `url`: `prot` is not defined\n  did you mean \"port\"?"]
    ),
    (
      "{}", "{{ loop }}",
      ["site.yml:7:19: in the inventory's variable `loop`: the variable `loop` refers to itself: loop → loop"]
    ),
    (
      "{}", "{{ hostvars['h1'].far }}",
      ["site.yml:7:19: in the inventory's variable `far`: the variable `far` refers to itself: far → far"]
    ),
    (
      "{1a: x}", "x",
      [
        "site.yml:2:10: `1a` cannot be the name of a variable\n  letters, digits and underscores, and no digit first"
      ]
    ),
    (
      "{a-b: x}", "x",
      [
        "site.yml:2:10: `a-b` cannot be the name of a variable\n  letters, digits and underscores, and no digit first"
      ]
    ),
    (
      "{groups: x}", "x",
      ["site.yml:2:10: the variable `groups` is always there and cannot be set\n  choose another name"]
    ),
    ("[a]", "x", ["site.yml:2:9: `vars` must be a map of names to values, not a list"]),
    (
      "{a: \"{{ b\"}", "x", ["site.yml:2:14: a `{{` is never closed\n  close it with }}, or write {{ '{{' }}"]
    ),
  ]

  @Test(arguments: faults)
  func faultsSayWhere(_ fault: (vars: String, label: String, problems: [String])) throws {
    var fixture = fixture(vars: fault.vars, label: fault.label)
    fixture.shared = [
      "url": "http://x:{{ prot }}", "port": 80, "loop": "{{ loop }}", "far": "{{ hostvars['h1'].far }}",
      "node": "n",
    ]
    let found = try fixture.problems()
    #expect(found == fault.problems)
  }

  @Test func problemsOfTheInventoryPointThereWhenItIsKnown() throws {
    var fixture = fixture(label: "{{ url }}")
    fixture.shared = ["url": "http://x:{{ prot }}", "port": 80]
    fixture.definitions = ["url": SourcePosition(file: "group_vars/all.yml", line: 3, column: 6)]
    let found = try fixture.problems()
    #expect(
      found == [
        "group_vars/all.yml:3:6: in the variable `url`: `prot` is not defined\n  did you mean \"port\"?"
      ])
  }

  @Test func unsafeTextsOfTheInventoryStayAsTheyAre() throws {
    var fixture = fixture(label: "{{ x }} {{ y.a }}")
    fixture.shared = ["x": .unsafe("{{ literal }}"), "y": ["a": .unsafe("{% raw")]]
    #expect(try label(fixture) == "{{ literal }} {% raw")
  }

  @Test func aLongChainEndsInAProblem() throws {
    let chain = (0..<5_000).map { "v\($0): \"{{ v\($0 + 1) }}\"" }.joined(separator: ", ")
    let problems = try fixture(vars: "{\(chain), v5000: end}", label: "{{ v0 }}").problems()
    #expect(problems.count == 1)
    #expect(problems.first?.hasSuffix("values are nested more than 300 deep") == true)
  }

  /// Each thing is within its own bounds; all of them in each other are not.
  @Test func nestingOfEverythingInEverythingEndsInAProblem() throws {
    let open = String(repeating: "[", count: 90)
    let close = String(repeating: "]", count: 90)
    let inner = { (name: String) in (0..<40).reduce(name) { text, _ in "nope | default(\(text))" } }
    let chain = (0..<18).map { "v\($0): \(open)\"{{ \(inner("v\($0 + 1)")) }}\"\(close)" }
    let vars = "{\(chain.joined(separator: ", ")), v18: end}"
    for label in [
      "{{ v0 | length }}",
      "{{ v17 | length }}{{ v16 | length }}{{ v15 | length }}{{ v14 | length }}{{ v13 | length }}",
    ] {
      let problems = try fixture(vars: vars, label: label).problems()
      #expect(problems.count == 1)
      #expect(problems.first?.hasSuffix("values are nested more than 300 deep") == true)
    }
    #expect(try self.label(fixture(vars: vars, label: "{{ v17 | length }}{{ v16 | length }}")) == "11")
  }

  /// Each line doubles the one before; twenty lines of ten would not fit into any memory.
  @Test(arguments: [
    "\"{{ vN }}{{ vN }}{{ vN }}{{ vN }}{{ vN }}{{ vN }}{{ vN }}{{ vN }}\"",
    "[\"{{ vN }}\", \"{{ vN }}\", \"{{ vN }}\", \"{{ vN }}\"]",
  ])
  func valuesCannotGrowWithoutBounds(_ line: String) throws {
    let lines = (0..<19).map { "v\($0): \(line.replacing("N", with: "\($0 + 1)"))" }.joined(separator: ", ")
    let problems = try fixture(vars: "{\(lines), v19: x}", label: "{{ v0 | length }}").problems()
    #expect(problems.count == 1)
    #expect(problems.first?.hasSuffix("templates make this value larger than 8388608 bytes") == true)
    let replaced = try fixture(
      vars:
        "{a: \"{{ 'xxxxxxxxxx' | replace('x', 'xxxxxxxxxx') | replace('x', b) | replace('x', b) | replace('x', b) }}\", b: \(String(repeating: "x", count: 100))}",
      label: "{{ a }}"
    ).problems()
    #expect(replaced.first?.hasSuffix("templates make this value larger than 8388608 bytes") == true)
  }

  @Test func aProblemOfSomeHostsNamesThem() throws {
    var fixture = fixture(label: "{{ zone }}")
    fixture.variables = ["h2": ["zone": "b"]]
    let found = try fixture.problems()
    #expect(
      found == [
        """
        site.yml:7:23: `zone` is not defined (host h1 and 1 more)
          set it in the inventory, in the play's vars, or with -e zone=…
        """
      ])
    fixture.variables["h3"] = ["zone": "c"]
    let fewer = try fixture.problems()
    #expect(fewer.first?.hasPrefix("site.yml:7:23: `zone` is not defined (host h1)\n") == true)
  }

  @Test func variableFilesAreCheckedToo() throws {
    let expected = [
      "vars/none.yml|site.yml:3:15: the file of variables vars/none.yml does not exist",
      "list.yml|list.yml:1:1: a file of variables is a map of names to values, not a list",
      "twice.yml|twice.yml:2:1: the key a is set twice in one mapping\n  it is first set at line 1; remove one of the two",
      "name.yml|name.yml:1:1: `a b` cannot be the name of a variable\n  letters, digits and underscores, and no digit first",
      "{a: b}|site.yml:3:15: `vars_files` must be a path or a list of paths, not a mapping",
      "empty.yml|",
    ]
    for line in expected {
      let parts = line.split(separator: "|", omittingEmptySubsequences: false).map(String.init)
      var fixture = fixture(files: parts[0], label: "x")
      fixture.files.merge(
        ["list.yml": "[a]", "twice.yml": "a: 1\na: 2", "name.yml": "a b: 1", "empty.yml": "# nothing"],
        uniquingKeysWith: { _, new in new })
      #expect(try fixture.problems() == (parts[1].isEmpty ? [] : [parts[1]]))
    }
  }

  @Test func pathsOfVariableFilesMayUseVariables() throws {
    var fixture = fixture(vars: "{which: b}", files: "[\"{{ which }}.yml\"]")
    #expect(try label(fixture) == "file b")
    fixture.extra = ["which=a"]
    #expect(try label(fixture) == "file a")
  }

  @Test func valuesKeepTheirTypeAndSpelling() throws {
    var fixture = fixture(
      vars: "{version: 1.10, zero: 0123, flag: yes, list: [a, b]}",
      label: "{{ version }} {{ zero }} {{ flag }} {{ list | length }}")
    #expect(try label(fixture) == "1.10 0123 yes 2")
    fixture = PlaybookFixture(
      """
      - hosts: web
        vars: {ports: ["80:80"], limit: 1073741824, spec: {command: [a]}}
        services:
          web: {image: a:1, ports: "{{ ports }}", mem_limit: "{{ limit }}", user: "{{ nothing | default(none) }}"}
          two: {image: a:1, command: "{{ spec.command }}"}
          raw: {image: a:1, labels: {x: !unsafe "{{ literal }}"}}
      """)
    let services = try #require(try fixture.resolve().plays.first?.hosts.first?.services)
    #expect(services[0].ports == [PortMapping(hostPorts: 80...80, containerPort: 80)])
    #expect(services[0].memoryLimit == 1 << 30)
    #expect(services[0].user == nil)
    #expect(services[1].command == ["a"])
    #expect(services[2].labels == ["x": "{{ literal }}"])
  }
}
