import PlayModel
import Testing

@testable import PlayFiles

@Suite struct SecretsTests {
  private func fixture(_ keys: String) -> PlaybookFixture {
    var fixture = PlaybookFixture(service: "image: shop/web:1\n" + keys)
    fixture.shared = [
      "db_password": "hunter22", "url": "postgres://u:{{ db_password }}@db", "host": "db1",
      "vault": ["user": "u", "password": "correct horse"], "api_tokens": ["first-token", "second-token"],
      "token_prefix": "tp-",
    ]
    return fixture
  }

  @Test func environmentValuesAreSecretByNameAndByContent() throws {
    let environment = try fixture(
      """
      environment:
        DB_PASSWORD: "{{ db_password }}"
        DATABASE_URL: "{{ url }}/shop"
        API_KEY: literal-key
        TOKEN: "{{ api_tokens[1] }}"
        USER: "{{ vault.user }}"
        LOGIN: "{{ vault.user }}:{{ vault.password }}"
        HOST: "{{ host }}"
        PREFIX: "{{ token_prefix | public }}"
        EMPTY_PASSWORD: ""
        TAGGED: !secret tagged-text
        LINES: "{{ db_password }}\\nsecond"
      """
    ).service().environment
    #expect(
      environment == [
        "DB_PASSWORD": .secret(Secret("hunter22")),
        "DATABASE_URL": .secret(Secret("postgres://u:hunter22@db/shop")),
        "API_KEY": .secret(Secret("literal-key")), "TOKEN": .secret(Secret("second-token")),
        "USER": .plain("u"),
        "LOGIN": .secret(Secret("u:correct horse")), "HOST": .plain("db1"), "PREFIX": .plain("tp-"),
        "EMPTY_PASSWORD": .plain(""), "TAGGED": .secret(Secret("tagged-text")),
        "LINES": .secret(Secret("hunter22\nsecond")),
      ])
  }

  @Test func listFormAndEnvFilesAreNoWayAround() throws {
    var fixture = fixture(
      "env_file: web.env\nenvironment: [\"URL={{ url }}\", \"MY_TOKEN=abcdef\", HOST=db1]")
    fixture.files["web.env"] = "REDIS_PASSWORD=from-file\nMODE=fast\n"
    #expect(
      try fixture.service().environment == [
        "URL": .secret(Secret("postgres://u:hunter22@db")), "MY_TOKEN": .secret(Secret("abcdef")),
        "HOST": .plain("db1"),
        "REDIS_PASSWORD": .secret(Secret("from-file")), "MODE": .plain("fast"),
      ])
  }

  /// All places that end on a command line or in the run log.
  @Test(arguments: [
    "labels: {x: \"{{ S }}\"}", "labels: [\"x={{ S }}\"]", "annotations: {x: \"{{ S }}\"}",
    "command: [a, \"{{ S }}\"]",
    "command: \"a {{ S }}\"", "entrypoint: [\"{{ S }}\"]", "hostname: \"{{ S }}\"",
    "container_name: \"{{ S }}\"", "user: \"{{ S }}\"",
    "logging: {options: {x: \"{{ S }}\"}}", "healthcheck: {test: \"curl {{ S }}\"}",
    "volumes: [\"/{{ S }}:/x\"]",
    "extra_hosts: [\"{{ S }}:10.0.0.1\"]", "sysctls: {a.b: \"{{ S }}\"}", "env_file: \"{{ S }}\"",
    "tmpfs: \"/{{ S }}\"",
    "deploy: {resources: {limits: {memory: \"{{ S }}\"}}}", "ports: [\"{{ S }}\"]",
    "networks: {a: {aliases: [\"{{ S }}\"]}}",
    "checks: [{command: \"echo {{ S }}\"}]", "checks: [{http: \"http://h/{{ S }}\"}]",
    "checks: [{http: \"http://h\", headers: {A: \"{{ S }}\"}}]",
  ])
  func secretsAreRefusedElsewhere(_ keys: String) throws {
    let problems = try fixture(keys.replacing("S", with: "db_password")).problems()
    #expect(problems.count == 1)
    #expect(problems.first?.contains("cannot hold the secret `db_password`") == true)
    #expect(!problems.joined().contains("hunter22"))
    // What is derived from it is no better.
    let derived = try fixture(keys.replacing("S", with: "url | upper")).problems()
    #expect(derived.first?.contains("cannot hold the secret `db_password`") == true)
    #expect(!derived.joined().lowercased().contains("hunter22"))
  }

  @Test func thePlaysOwnKeysRefuseThemToo() throws {
    var fixture = PlaybookFixture(
      """
      - name: "{{ db_password }}"
        hosts: web
        vars: {pin: !secret 123456}
        vars_files: ["{{ db_password }}.yml"]
        rollout: {pause: "{{ pin }}"}
        services: {web: {image: a:1}}
      """)
    fixture.shared = ["db_password": "hunter22"]
    let problems = try fixture.problems()
    #expect(
      problems == [
        "site.yml:1:9: `name` cannot hold the secret `db_password`",
        "site.yml:4:16: `vars_files` cannot hold the secret `db_password`",
        """
        site.yml:5:20: `pause` cannot hold the secret `pin`
          it would show on command lines and in the run log; give it to the container in `environment`, or say that it is no secret with the filter public
        """,
      ])
  }

  @Test func redactionKnowsEverySecretText() throws {
    var fixture = PlaybookFixture(
      """
      - hosts: web
        vars: {unused_password: never-used, plain: text, nested: {token: nested-token, list: [1]}, url: "x{{ db_password }}", later: !secret tagged-text}
        services: {web: {image: a:1, environment: {URL: "{{ url }}", API_KEY: literal-key}}}
      """)
    fixture.shared = ["db_password": "hunter22", "other_password": "not-read"]
    fixture.extra = ["admin_password=from-the-command-line"]
    let resolved = try fixture.resolve()
    #expect(
      Set(resolved.secrets.map { $0.reveal() }) == [
        "hunter22", "xhunter22", "literal-key", "never-used", "nested-token", "tagged-text",
        "from-the-command-line",
      ])
    #expect(
      resolved.variables == [
        [
          "unused_password": "<secret>", "plain": "text", "nested": ["token": "<secret>", "list": [1]],
          "url": "<secret>", "later": "<secret>", "admin_password": "<secret>",
        ]
      ])
  }

  @Test func nothingPrintsASecret() throws {
    let resolved = try fixture("environment: {DB_PASSWORD: \"{{ db_password }}\", URL: \"{{ url }}\"}")
      .resolve()
    var dumped = ""
    dump(resolved, to: &dumped)
    #expect(!dumped.contains("hunter22"))
    #expect(!"\(resolved)".contains("hunter22"))
  }

  /// Malformed input that has a secret in it must not show it either.
  @Test(arguments: [
    "mem_limit: \"{{ db_password }}\"", "cpus: \"{{ db_password | int }}\"",
    "environment: {A: \"{{ db_password[0] }}\"}",
    "environment: {A: \"{{ db_password.x }}\"}", "environment: {A: \"{{ {'a': 1}[db_password] }}\"}",
    "environment: {A: \"{{ groups[db_password] }}\"}", "environment: {A: \"{{ hostvars[db_password].x }}\"}",
    "environment: {A: \"{{ db_password | bool }}\"}",
    "environment: {A: \"{{ hostvars['h1'][db_password] }}\"}",
    "environment: [\"{{ db_password }}\"]", "environment: [\"{{ db_password }}=x\"]",
    "environment: [\"={{ db_password }}\"]",
    "depends_on: [\"{{ db_password }}\"]", "\"{{ db_password }}\"", "checks: [{tcp: \"{{ db_password }}\"}]",
    "labels: {\"hunter\": [\"{{ db_password }}\"]}", "volumes: [{type: \"{{ db_password }}\"}]",
  ])
  func problemsNeverShowASecret(_ keys: String) throws {
    let problems = try fixture(keys).problems()
    #expect(!problems.joined().contains("hunter22"), "\(problems)")
  }

  @Test func shortSecretsAreWarnedOf() throws {
    let warnings = try fixture("environment: {PIN_TOKEN: abc}\nchecks: [{tcp: 80}]").resolve().warnings
    #expect(
      warnings.map(\.description) == [
        """
        site.yml:6:32: the secret `PIN_TOKEN` is shorter than 6 characters
          it cannot be kept out of what containers and engines print
        """
      ])
  }
}
