import PlayModel
import Testing

@testable import PlayFiles

@Suite struct EnvironmentTests {
  private func fixture(_ keys: String) -> PlaybookFixture {
    var fixture = PlaybookFixture(service: "image: shop/web:1\n" + keys)
    fixture.files["a.env"] = "A=1\nB=a\n"
    fixture.files["env/b.env"] = "B=b\nC=\"$A$B\"\n"
    fixture.files["raw.env"] = "R=\"$x\"\n"
    fixture.files["bad.env"] = "A=1\nnonsense\n"
    return fixture
  }

  private static let values: [(String, [String: String])] = [
    (
      "environment: {A: text, N: 1.10, T: True, Y: yes, Z: 0x10, D: 2026-11-22, S: \"12:30\", P: 12:30}",
      [
        "A": "text", "N": "1.10", "T": "true", "Y": "yes", "Z": "0x10", "D": "2026-11-22", "S": "12:30",
        "P": "12:30",
      ]
    ),
    ("environment: [A=x=y, B=, \"C= z \"]", ["A": "x=y", "B": "", "C": " z "]),
    ("environment: {A: \"\"}", ["A": ""]), ("environment: {}", [:]), ("environment:", [:]),
    ("environment: {PRICE: \"$5 ${X} $$\"}", ["PRICE": "$5 ${X} $$"]),
    ("env_file: a.env", ["A": "1", "B": "a"]), ("env_file: ./a.env", ["A": "1", "B": "a"]),
    ("env_file: [a.env, env/b.env]", ["A": "1", "B": "b", "C": "1b"]),
    ("env_file: [env/b.env, a.env]\nenvironment: {B: mine}", ["A": "1", "B": "mine", "C": "x"]),
    ("env_file: [{path: a.env}, {path: none.env, required: false}]", ["A": "1", "B": "a"]),
    ("env_file: [{path: raw.env, format: raw}]", ["R": "\"$x\""]),
  ]

  @Test(arguments: values)
  func reads(_ keys: String, _ expected: [String: String]) throws {
    var fixture = fixture(keys)
    if keys.contains("[env/b.env, a.env]") { fixture.files["env/b.env"] = "B=b\nC=x\n" }
    #expect(try fixture.service().environment == expected.mapValues(EnvironmentValue.plain))
  }

  private static let faults: [(String, [String])] = [
    (
      "environment: {A: }",
      [
        "site.yml:6:21: the environment variable `A` has no value\n  a deploy never takes variables from the shell it is started in; write A=\"\" for an empty one"
      ]
    ),
    ("environment: {\"A B\": x}", ["site.yml:6:21: `A B` cannot be the name of an environment variable"]),
    ("environment: {\"A=B\": x}", ["site.yml:6:21: `A=B` cannot be the name of an environment variable"]),
    (
      "environment: {NO: x}",
      ["site.yml:6:21: YAML reads this name of `environment` as false, not as text\n  put it in quotes"]
    ),
    ("environment: [A=1, A=2]", ["site.yml:6:26: `environment` sets `A` twice"]),
    (
      "environment: text",
      [
        "site.yml:6:20: `environment` must be a map, or a list of NAME=VALUE texts, not a text\n  for example environment: {TZ: UTC, DATABASE_URL: \"{{ database_url }}\"}"
      ]
    ),
    (
      "env_file: none.env",
      [
        "site.yml:6:17: the env file none.env does not exist\n  write `required: false` beside its `path` if it may be missing"
      ]
    ),
    (
      "env_file: bad.env",
      [
        "bad.env:2:1: the line has no `=`\n  write NAME=VALUE; a deploy never takes variables from the shell it is started in"
      ]
    ),
    ("env_file: [{path: a.env, format: ini}]", ["site.yml:6:40: `format`: `ini` is not one of raw"]),
    (
      "env_file: [{file: a.env}]",
      [
        "site.yml:6:18: an env file needs `path`\n  for example path: web.env",
        "site.yml:6:19: `file` is not a key of an env file\n  the keys are format, path, required",
      ]
    ),
  ]

  @Test(arguments: faults)
  func faultsSayWhere(_ keys: String, _ expected: [String]) throws {
    let found = try fixture(keys).problems()
    #expect(found == expected)
  }

  @Test func pathsAreRelativeToThePlaybook() {
    #expect(FileAccess.path("a.env", besides: "playbooks/site.yml") == "playbooks/a.env")
    #expect(FileAccess.path("./a.env", besides: "playbooks/site.yml") == "playbooks/a.env")
    #expect(FileAccess.path("../a.env", besides: "playbooks/site.yml") == "playbooks/../a.env")
    #expect(FileAccess.path("/etc/a.env", besides: "playbooks/site.yml") == "/etc/a.env")
    #expect(FileAccess.path("a.env", besides: "site.yml") == "a.env")
  }
}
