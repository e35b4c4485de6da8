import Foundation
import PlayModel
import Testing

@testable import PlayFiles

/// Whatever a playbook has become, reading it ends: in plays, or in problems that say where and show no secret.
///
/// `SWIFTPLAY_FUZZ_ROUNDS` sets how many mutations are tried.
@Suite struct PlaybookFuzzTests {
  private static let rounds =
    ProcessInfo.processInfo.environment["SWIFTPLAY_FUZZ_ROUNDS"].flatMap(Int.init) ?? 300
  private static let secret = "hunter22-the-secret"
  /// In an env file whose names mutate as well, so that it need not stay one.
  private static let fileSecret = "correct-horse"

  /// What mutations put in: the syntax of YAML, templates and all value grammars.
  private static let scraps = [
    "{{", "}}", "{{ db_password }}", "{{ groups }}", "{{ hostvars['h1'].x }}", "{% raw %}", "{%", "|", ":",
    ": ", "- ", "[", "]", "{", "}",
    "&a ", "*a", "<<: *defaults", "'", "\"", "\\", "\\0", "!secret ", "!unsafe ", "!!int ", "#", "\n", "\n  ",
    "\t", "\r\n", "%", "-1", "0", "1e999", "99999999999999999999",
    "on", "no", "null", "~", "yes", "1.5.5", "../", "/", "::", "[::1]:", "-", ",", "@", "`", "?", "\u{0}",
    "\u{85}", "\u{2028}", "\u{FEFF}", "\u{1F600}",
    "e\u{301}", "x-", "service:web", "container:", "100%", "-5%", "1d", "8p", "0x1F", "0o17", "65536", "a=b",
    "=", "$", "${A", "| default(", "(((", "[0]", ".x",
  ]

  private static func mutated(_ text: String, _ random: inout SeededRandom) -> String {
    var scalars = Array(text.unicodeScalars)
    for _ in 0..<Int.random(in: 1...4, using: &random) {
      let place = Int.random(in: 0...scalars.count, using: &random)
      let end = min(scalars.count, place + Int.random(in: 0...12, using: &random))
      switch Int.random(in: 0..<4, using: &random) {
      case 0: scalars.removeSubrange(place..<end)
      case 1:
        scalars.insert(contentsOf: (scraps.randomElement(using: &random) ?? "").unicodeScalars, at: place)
      case 2:
        scalars.replaceSubrange(
          place..<end, with: (scraps.randomElement(using: &random) ?? "").unicodeScalars)
      default:
        let from = Int.random(in: 0...scalars.count, using: &random)
        let piece = scalars[from..<min(scalars.count, from + Int.random(in: 0...40, using: &random))]
        scalars.insert(contentsOf: Array(piece), at: place)
      }
    }
    var view = String.UnicodeScalarView()
    view.append(contentsOf: scalars)
    return String(view)
  }

  private static func check(_ fixture: PlaybookFixture, _ seed: UInt64) throws {
    do {
      let resolved = try fixture.resolve()
      for play in resolved.plays {
        let names = play.hosts.map { $0.services.map(\.name) }
        #expect(names.allSatisfy { $0.count == names.first?.count }, "seed \(seed)")
      }
      #expect(!"\(resolved)".contains(secret), "seed \(seed)")
      #expect(!resolved.warnings.map(\.description).joined().contains(secret), "seed \(seed)")
    } catch let problems as FileProblems {
      #expect(!problems.all.isEmpty, "seed \(seed)")
      for problem in problems.all {
        let isOfTheWholeFile = problem.message == "the playbook is empty"
        #expect(problem.position.line > 0 || isOfTheWholeFile, "seed \(seed): \(problem)")
        #expect(problem.position.column > 0 || isOfTheWholeFile, "seed \(seed): \(problem)")
        #expect(!problem.description.contains(secret), "seed \(seed)")
        #expect(!problem.description.contains(fileSecret), "seed \(seed)")
        #expect(!problem.message.isEmpty && !problem.message.hasSuffix("."), "seed \(seed): \(problem)")
      }
    }
  }

  private static let full = """
    - name: everything
      hosts: web
      vars: {version: 1.10, url: "postgres://u:{{ db_password }}@{{ hostvars['h2'].address }}/x", ports: ["80:80"], deep: {a: [1, {b: c}]}}
      rollout: {serial: [1, 25%], order: stop_first, bake: 1m30s, max_failures: 10%, min_healthy: 1, on_failure: halt, keep: 2}
      services:
        web:
          image: "{{ registry }}/shop/web:{{ version }}"
          command: serve --port 8080 'a b'
          ports: ["8080:80", {target: 81, published: "90-91", host_ip: 127.0.0.1}]
          environment: {URL: "{{ url }}", N: 1.10, T: "{{ deep.a[1].b | upper }}", K: "{{ [1, 2] | join('-') }}"}
          env_file: [a.env, {path: none.env, required: false}]
          volumes: ["/srv:/data:ro", {type: tmpfs, target: /t, tmpfs: {size: 64m, mode: 1770}}]
          networks: {back: {aliases: [x], ipv4_address: 10.0.0.9}}
          depends_on: {cache: {condition: service_healthy}}
          mem_limit: 1g
          deploy: {resources: {limits: {memory: 1024m, cpus: "1.5"}}}
          ulimits: {nofile: {soft: 1, hard: 2}, nproc: 5}
          healthcheck: {test: [CMD, a], interval: 1m30s}
          labels: [a=b, "c={{ inventory_hostname }}"]
          checks: [{http: "http://h:80/x", body: "ok|fine", status: [200, 204]}, {tcp: "[::1]:80"}, {exec: a b, passes: 2}]
        cache: {image: redis:7, restart: no, extra_hosts: ["a:10.0.0.1"], devices: [/dev/a], tmpfs: /run, cap_add: [ALL]}
    """

  @Test func mutatedPlaybooksFuzz() throws {
    var sources = [Self.full]
    for name in ExamplesTests.names {
      sources.append(
        try String(contentsOf: ProjectFolder.url.appending(path: "playbooks/\(name).yml"), encoding: .utf8))
    }
    for seed in 0..<UInt64(Self.rounds) {
      var random = SeededRandom(seed: seed)
      let source = sources.randomElement(using: &random) ?? ""
      var fixture = PlaybookFixture(Self.mutated(source, &random))
      fixture.files["a.env"] = Self.mutated(
        "A=1\nB=\"${A:-x}\" # c\nC='d'\nMY_SECRET=\(Self.fileSecret)\n", &random)
      fixture.files["worker.env"] = fixture.files["a.env"]
      fixture.shared = [
        "registry": "registry.test:5000", "db_password": .string(Self.secret), "version": "1.0",
        "loop": "{{ url }}", "broken": "{{ nope",
      ]
      try Self.check(fixture, seed)
    }
  }

  @Test func anyTemplateFuzz() throws {
    for seed in 0..<UInt64(Self.rounds) {
      var random = SeededRandom(seed: seed)
      let text = (0..<Int.random(in: 1...8, using: &random)).map { _ in
        Self.scraps.randomElement(using: &random) ?? ""
      }
      let template = "{{ " + text.joined()
      do throws(TemplateFault) {
        _ = try Template.parse(template)
      } catch {
        #expect((0...template.unicodeScalars.count).contains(error.offset), "seed \(seed)")
      }
    }
  }

  @Test func valueGrammarsFuzz() {
    let alphabet = Array("0123456789.:-/%[]{}abskmgpdhwrotn=,'\"\\$&| \n\u{E9}")
    for seed in 0..<UInt64(Self.rounds) {
      var random = SeededRandom(seed: seed)
      let text = String(
        (0..<Int.random(in: 0...14, using: &random)).map { _ in alphabet.randomElement(using: &random) ?? "0"
        })
      _ = try? DurationText.parse(text)
      _ = try? ByteSize.parse(text)
      _ = try? VolumeText.parse(text)
      _ = try? CommandWords.split(text)
      _ = try? HTTPAddress.check(text)
      _ = try? EnvFile.parse(text, file: "f")
      _ = try? KeyValueWords.split(text)
      if let ports = try? PortText.parse(text) {
        #expect(ports.allSatisfy { (1...65535).contains($0.containerPort) }, "seed \(seed): \(text)")
      }
    }
  }
}
