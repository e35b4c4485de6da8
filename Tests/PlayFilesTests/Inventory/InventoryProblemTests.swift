import Foundation
import PlayModel
import Testing

@testable import PlayFiles

/// What is wrong in an inventory is said once, with its place and with what would be right.
@Suite struct InventoryProblemTests {
  private func problems(
    _ files: [String: String], _ inventories: [String] = ["hosts"], playbook: String? = nil
  ) throws -> [FileProblem] {
    let folder = try TemporaryFolder(files)
    do throws(FileProblems) {
      _ = try InventoryLoader(directory: folder.path, playbookDirectory: playbook).load(inventories)
      return []
    } catch {
      return error.all
    }
  }

  private static let wrongINI: [(String, Int, Int, String)] = [
    (
      "[web]\nh1\n\n[wbe:vars]\na=1\n", 4, 1,
      "[wbe:vars] is for a group that is not declared: wbe\n  did you mean \"web\"?"
    ),
    ("[prod:children]\n  wbe\n[web]\n", 2, 3, "not declared: wbe"),
    ("[a:children]\nb\n[b:children]\na\n", 4, 1, "loop"),
    ("[a:children]\na\n", 2, 1, "own child"),
    ("[web servers]\n", 1, 1, "no section header"),
    ("[web:var]\n", 1, 1, "did you mean \"vars\"?"),
    ("h1\n  w[01:9]\n", 2, 3, "same length"),
    ("w[1:2\n", 1, 1, "bracket"),
    ("w[a]\n", 1, 1, "begin:end"),
    ("w[c:a]\n", 1, 1, "begin before it ends"),
    ("w[1:x]\n", 1, 1, "two numbers or two letters"),
    ("w[1:]\n", 1, 1, "needs an end"),
    ("w[0:999999999]\n", 1, 1, "more than 100000 hosts"),
    ("h1: x=1\n", 1, 1, "colon"),
    ("---\nall:\n", 1, 1, "YAML"),
    ("h1 a=1 b\n", 1, 8, "found b"),
    ("h1 a=\"x\n", 1, 1, "not closed"),
    ("h1 a=x\\\n", 1, 1, "backslash"),
    ("[g:vars]\nnovalue\n", 2, 1, "name=value"),
    ("[g:children]\na:b\n", 2, 1, "name of a group"),
    ("h1 v=\"{{ 1 }}\"\n", 1, 4, "set with a member"),
    ("h1 v=123456789012345678901\n", 1, 4, "64-bit"),
    ("[g]\n[g:vars]\nansible_group_priority = x\n", 3, 1, "whole number"),
    ("\u{FEFF}[web]\n", 1, 1, "byte order mark"),
    ("\"\" x=1\n", 1, 1, "host's name is empty"),
  ]

  @Test(arguments: wrongINI)
  func iniProblemsHaveAPlace(text: String, line: Int, column: Int, message: String) throws {
    let found = try #require(try problems(["hosts.ini": text], ["hosts.ini"]).first)
    #expect(found.position == SourcePosition(file: "hosts.ini", line: line, column: column))
    #expect(found.description.contains(message), "\(found)")
  }

  private static let wrongYAML: [(String, Int, Int, String)] = [
    ("web:\n  hosts:\n    8080:\n", 3, 5, "host's name must be a text"),
    ("web:\n  hosts:\n    - w1\n", 3, 5, "hosts of the group web must be a mapping, not a list"),
    ("web:\n  hosts: {w1: text}\n", 2, 15, "variables must be a mapping"),
    ("web:\n  hosts: {\"w[1:\": }\n", 2, 11, "bracket"),
    ("5:\n  hosts: {a: }\n", 1, 1, "group's name must be a text"),
    ("- a\n", 1, 1, "must be a mapping of groups"),
    ("plugin: aws_ec2\n", 1, 1, "inventory plugin"),
    ("web:\n  hosts: {a: }\n  hosts: {b: }\n", 3, 3, "set twice"),
    ("web:\n  vars:\n    a: !vault |\n      abc\n", 3, 8, "Vault"),
    ("web:\n  hosts: [\n", 3, 1, "not YAML"),
    ("a:\n  children: {b: {children: {a: }}}\n", 2, 14, "loop"),
    ("b: {children: {a: x}}\n", 1, 16, "neither a group nor a host"),
    ("web:\n  vars: {ansible_group_priority: []}\n", 2, 10, "whole number"),
  ]

  @Test(arguments: wrongYAML)
  func yamlProblemsHaveAPlace(text: String, line: Int, column: Int, message: String) throws {
    let found = try #require(try problems(["hosts.yml": text], ["hosts.yml"]).first)
    #expect(found.position == SourcePosition(file: "hosts.yml", line: line, column: column), "\(found)")
    #expect(found.description.contains(message), "\(found)")
  }

  @Test func variableFilesAreCheckedTooAndAllAtOnce() throws {
    let found = try problems(
      [
        "inv/hosts": "[web]\nh1\n[db]\nd1\n", "inv/group_vars/web.yml": "a: 1\nb: [1\n",
        "inv/host_vars/d1.yml": "- x\n", "play/group_vars/all.yml": "a: 1\na: 2\n",
        "inv/group_vars/db": "$ANSIBLE_VAULT;1.1;AES256\n3132\n",
      ], ["inv/hosts"], playbook: "play")
    #expect(
      Set(found.map(\.position.file)) == [
        "inv/group_vars/web.yml", "inv/host_vars/d1.yml", "play/group_vars/all.yml", "inv/group_vars/db",
      ])
    #expect(found.allSatisfy { $0.position.line > 0 })
  }

  @Test func severalSourcesReportTogether() throws {
    let found = try problems(["a": "[x:vars]\n", "b.yml": "web: {hosts: [a]}\n"], ["a", "b.yml", "nope"])
    #expect(found.count == 3)
  }

  @Test func aMissingInventoryNamesTheNearestOne() throws {
    let files = ["inventories/prod.yml": "all:\n", "inventories/staging/hosts": "h1\n"]
    #expect(try problems(files, ["prdo"]).first?.hint == "did you mean \"prod\"?")
    #expect(try problems(files, ["zzz"]).first?.hint == "inventories/ has: prod, staging")
  }

  @Test func theProblemOfTheFormatThatWasMeantIsShown() throws {
    let ini = "# c\n[web]\nw[1:\n"
    let yaml = "web:\n  hosts: [\n"
    for name in ["h", "h.yml", "h.ini"] {
      #expect(try problems([name: ini], [name]).first?.message.contains("bracket") == true, "\(name)")
    }
    for name in ["h", "h.yml"] {
      #expect(try problems([name: yaml], [name]).first?.message.contains("not YAML") == true, "\(name)")
    }
    #expect(try problems(["h.json": "{\"a\": ]"], ["h.json"]).first?.message.contains("not JSON") == true)
  }

  @Test func anEmptyNameIsNoInventory() throws {
    let files = ["inventories/eu/prod": "h1\n"]
    #expect(try problems(files, [""]).count == 1)
    #expect(try problems(files, ["eu/prod"]).isEmpty)
  }

  @Test func filesThatAreNoTextOrNoInventory() throws {
    let folder = try TemporaryFolder(["hosts": "h1\n"])
    try Data([0x68, 0x31, 0x0A, 0x61, 0xFF]).write(to: URL(fileURLWithPath: folder.path + "/bytes"))
    try Data([0x23, 0xFF, 0x0A, 0x68, 0x31, 0x0A]).write(to: URL(fileURLWithPath: folder.path + "/comment"))
    let loader = InventoryLoader(directory: folder.path)
    let error = #expect(throws: FileProblems.self) { try loader.load(["bytes"]) }
    #expect(error?.all.first?.position.line == 2)
    #expect(try loader.load(["comment"]).hosts.map(\.name) == ["h1"])
    #expect(throws: FileProblems.self) { try loader.load(["."]) }
  }

  @Test func unsupportedFormatsAreNamed() throws {
    #expect(try problems(["h.toml": "[web]\n"], ["h.toml"]).first?.message.contains("TOML") == true)
    #expect(
      try problems(["hosts": "$ANSIBLE_VAULT;1.1;AES256\n31\n"]).first?.message.contains("Vault") == true)
    #expect(try problems(["s": "#!/bin/sh\nexit 0\n"], ["s"]).first?.hint == "chmod +x s")
    #expect(try problems(["d/notes.md": "x"], ["d"]).first?.message.contains("no inventory") == true)
  }

  @Test func warningsSayWhatMeansNothing() throws {
    let folder = try TemporaryFolder([
      "hosts.yml": "web:\n  host: {a: }\n  vars: {odd-name: 1}\nweb1: text\n", "hosts": "[x]\nx\n",
    ])
    let inventory = try InventoryLoader(directory: folder.path).load(["hosts.yml", "hosts"])
    let warnings = inventory.warnings.map(\.description)
    #expect(warnings.contains { $0.contains("hosts.yml:2:3") && $0.contains("did you mean \"hosts\"?") })
    #expect(warnings.contains { $0.contains("odd-name") })
    #expect(warnings.contains { $0.contains("web1 is left out") })
    #expect(warnings.contains { $0.contains("both a host and a group") })
  }
}
