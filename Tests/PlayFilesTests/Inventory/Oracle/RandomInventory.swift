import Foundation
import PlayModel

/// A made-up inventory on disk, full of the corners of Ansible's formats, and patterns to ask of it.
struct RandomInventory {
  let directory: String
  private(set) var inventories: [String] = []
  private(set) var patterns: [Fixture.Question] = []
  private(set) var files: [(String, String)] = []
  private var random: SeededGenerator

  init(seed: UInt64, in directory: String) throws {
    self.directory = directory
    random = SeededGenerator(seed: seed)
    try? FileManager.default.removeItem(atPath: directory)
    try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
    for index in 0..<random.pick([1, 1, 1, 2, 3]) { try addSource(index) }
    if random.chance(60) { try addVariables("") }
    for _ in 0..<12 { patterns.append(pattern()) }
  }

  /// Everything written, to show when answers differ.
  var description: String {
    "-i " + inventories.joined(separator: " -i ") + "\n"
      + files.map { "=== \($0)\n\($1)" }.joined(separator: "\n")
  }

  // MARK: Names and values

  private static let groupNames = [
    "web", "db", "prod", "eu", "web2", "a.b", "x-y", "under_score", "all", "ungrouped", "cache", "h1", "1st",
  ]
  private static let hostNames = [
    "h1", "h2", "h3", "web1", "web2", "web10", "db1", "db.example.com", "web", "localhost", "127.0.0.1",
    "10.0.0.1", "fe80::1", "w[1:3]", "w[01:03]", "[a:c]x", "n[1:2]-[a:b].d", "w[1:9:4]", "é1", "h-1", "h_1", "::1",
  ]
  private static let portedNames = ["h1:22", "h2:2222", "w[1:2]:2022", "[fe80::2]:23", "10.0.0.2:99", "new.h:1"]
  private static let oddNames = [
    "h1:", "w[1:", "w[3:1]", "w[a:1]", "w[01:3]", "a b", "h1:x", "w[:3]", "w[1:3:0]", "h|1", "w[5:1:-2]", "@x",
    "w[c:a]", "w]1:2[", "{{x}}", "---", "[1:2]", "w[1:2:3:4]", "w[]", "::", "1:2:3:4:5:6:7:8", "w[ab:d]", "w[a:F]", "-h",
  ]
  private static let variableNames = [
    "a", "b", "c", "d", "x_y", "ansible_host", "ansible_port", "ansible_user", "odd-name", "0x", "groups",
    "inventory_hostname", "ansible_become",
  ]
  static let literals = [
    "1", "0", "-1", "+1", "--1", "1.5", "1e3", "1.", ".5", "010", "0o17", "0x1F", "0b101", "00", "1_000", "1__0",
    "True", "False", "None", "true", "yes", "no", "null", "~", "''", "\"\"", "'03'", "\"'03'\"", "'a' 'b'",
    "[1, 2]", "[1,", "(1, 2)", "(1)", "1,2", "a,b", "{'a': 1}", "{}", "[]", "()", "{1}", "{{ foo }}", "{{1}}",
    "{{ 'a' }}", "{'a': [1, {'b': None}]}", "...", "1j", "1+2j", "1-1", "b'x'", "r'\\d'", "u'x'", "f'x'",
    "'\\x41\\u00e9\\n'", "'\\N{BULLET}'", "'it''s'", "# c", "1 # c", "x # c", "'x' # c", "é", "a=b", "=", "1:30",
    "2001-01-01", "\"a\" # x", "'unclosed", "[1] ", "\\", "a\\b", "set()", "-True", "- 1", "1if", "0xg", "1e",
    "1e400", "[[1],[2]]", "'a', 'b'", "\"\"\"x\"\"\"", "-(1)", "((1))", "[1,]", "{1:2,}", "{'a':1,'a':2}", "1 2",
    "'a' + 'b'", "01.5", "1_0.5", "0_0", "0_1", "(,)", "[,]", "not True", "[1 2]", "'\\0'", "'\\400'", "'\\q'",
    "b'\\xe9'", "lambda: 1", "[x for x in y]", "{**{}}", "[*[1]]", "'%s' % 1", "[-1, +2.5]", "{-1: 1}", "5j-1",
    "1 - 2j", "\"x\" 'y' \"z\"", "b'a' 'b'", "\u{3000}1", "1\u{A0}", "True # x", "[True, False, None]", "\tx",
  ]
  static let yamlValues = [
    "1", "010", "0x1F", "1_000", "1:30", "1.5", "1e3", "1.0e+3", "yes", "No", "on", "true", "~", "null", "", "'yes'",
    "\"a\\nb\"", "text", "a: b", "[1, two, 3.0]", "{a: 1, b: [x]}", "2001-12-14", "2001-12-14 21:59:43.10 -5",
    "2001-12-14t21:59:43Z", "!unsafe '{{ x }}'", "!unsafe [a, {b: c}]", "'{{ x }}'", "{{ x }}", "!!str 1", "!!int '7'",
    "!!float 1", "|\n          block\n          text", ">-\n          folded\n          text", ".inf", "-.5", "+.5", "0b11",
    "0o17", "12e03", "'1:30'", "1:30:15.5", "<<", "!vault x", "@x", "- a", "0.1", "1.", "-0", "+1", "\"\"", "é", "!foo x",
    "08", "0_", "190:20:30", "y", "n", "Null", "NULL", "nUll", ".NaN", "1.5e-3", "[]", "{}", "!!binary aGk=", "?", "%x", "#c",
  ]

  private mutating func hostName() -> String {
    let roll = random.int(0...99)
    if roll < 3 { return random.pick(Self.oddNames) }
    return roll < 15 ? random.pick(Self.portedNames) : random.pick(Self.hostNames)
  }

  private mutating func groupName() -> String { random.pick(Self.groupNames) }

  // MARK: Sources

  private mutating func write(_ path: String, _ text: String, mode: Int = 0o644) throws {
    let full = directory + "/" + path
    try FileManager.default.createDirectory(
      atPath: (full as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
    try Data(text.utf8).write(to: URL(fileURLWithPath: full))
    try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: full)
    files.append((path, text))
  }

  private mutating func addSource(_ index: Int) throws {
    let folder = random.chance(40) ? "" : "inv\(index)/"
    switch random.int(0...9) {
    case 0:
      inventories.append((0..<random.int(1...4)).map { _ in hostName() }.joined(separator: ",") + ",")
    case 1:
      let inner = "dir\(index)"
      try write(inner + "/10-hosts", ini())
      try write(inner + "/20-hosts.yml", yaml())
      if random.chance(50) { try write(inner + "/sub/more", ini()) }
      if random.chance(50) { try write(inner + "/ignored.cfg", "[[[") }
      if random.chance(50) { try write(inner + "/.hidden", "[[[") }
      if random.chance(50) { try addVariables(inner + "/") }
      inventories.append(inner)
    case 2:
      try write(folder + "script\(index)", script(), mode: 0o755)
      inventories.append(folder + "script\(index)")
    case 3...5:
      let name = folder + "hosts\(index)" + random.pick([".yml", ".yaml", ""])
      try write(name, yaml())
      inventories.append(name)
    case 6:
      let name = folder + "hosts\(index)" + random.pick([".json", ".yml", ""])
      try write(name, json())
      inventories.append(name)
    default:
      let name = folder + "hosts\(index)" + random.pick(["", ".ini", ".txt"])
      try write(name, ini())
      inventories.append(name)
    }
    if !folder.isEmpty, random.chance(60) { try addVariables(folder) }
  }

  private mutating func ini() -> String {
    var lines: [String] = []
    var declared: [String] = []
    for _ in 0..<random.int(0...2) { lines.append(iniHost()) }
    for _ in 0..<random.int(1...6) {
      let group = groupName()
      let known = declared.isEmpty || random.chance(5) ? group : random.pick(declared)
      switch random.int(0...5) {
      case 0...2:
        lines.append("[\(group)]" + random.pick(["", "", " # comment", "#c", " "]))
        for _ in 0..<random.int(0...3) { lines.append(iniHost()) }
        declared.append(group)
      case 3:
        lines.append("[\(known):vars]")
        for _ in 0..<random.int(0...3) { lines.append(iniVariable()) }
      case 4:
        lines.append("[\(group):children]")
        for _ in 0..<random.int(1...2) {
          lines.append(random.pick(declared + [known]) + random.pick(["", "", " # x", "  "]))
        }
        declared.append(group)
      default: lines.append(random.pick(["", "# comment", "; comment", "   ", "\t# x"]))
      }
    }
    if random.chance(2) { lines.append(random.pick(["[web", "[a b]", "[web:foo]", "[]", "[:vars]", "[web] x", "[web:vars:x]"])) }
    return lines.joined(separator: random.chance(10) ? "\r\n" : "\n") + "\n"
  }

  private mutating func iniHost() -> String {
    var line = hostName()
    for _ in 0..<random.pick([0, 0, 1, 2]) {
      let literal = random.pick(Self.literals)
      let value = random.pick([literal, "\"" + literal.replacing("\"", with: "\\\"") + "\"", "'" + literal + "'"])
      line += " " + random.pick(Self.variableNames) + "=" + (random.chance(50) ? value : String(random.int(0...9)))
    }
    if random.chance(10) { line += random.pick([" # comment", " #x=1", "#tail"]) }
    return line
  }

  private mutating func iniVariable() -> String {
    if random.chance(8) { return "ansible_group_priority=" + random.pick(["1", "5", "10", "'7'", "-1"]) }
    return random.pick(Self.variableNames) + random.pick(["=", " = ", "= "]) + random.pick(Self.literals)
  }

  private mutating func yaml() -> String {
    var text = random.pick(["", "---\n", "# c\n"])
    var used: Set<String> = []
    for _ in 0..<random.int(1...4) {
      let group = groupName()
      if used.insert(group).inserted { text += yamlGroup(group, 0) }
    }
    return text
  }

  private mutating func yamlGroup(_ name: String, _ depth: Int) -> String {
    let pad = String(repeating: "    ", count: depth)
    var text = "\(pad)\"\(name)\":\n"
    var parts = ["hosts", "vars", "children"].filter { _ in random.chance(60) }
    parts.shuffle(using: &random)
    for part in parts {
      var used: Set<String> = []
      if random.chance(8) {
        text += "\(pad)  \(part):" + random.pick(["", " ~", " {}", " h9", " \"w[1:2]\"", random.chance(10) ? " []" : ""]) + "\n"
        continue
      }
      text += "\(pad)  \(part):\n"
      for _ in 0..<random.int(1...3) {
        switch part {
        case "hosts":
          let host = hostName()
          guard used.insert(host).inserted else { continue }
          text += "\(pad)    \"\(host.replacing("\\", with: "\\\\"))\":" + random.pick(["", " ~", " {}", ""]) + "\n"
          if text.hasSuffix(":\n"), random.chance(60) { text += variables("\(pad)      ") }
        case "vars":
          text += variables("\(pad)    ", used: &used)
        default:
          let child = groupName()
          guard depth < 2, used.insert(child).inserted else { continue }
          text += random.chance(50) ? "\(pad)    \"\(child)\":\n" : yamlGroup(child, depth + 1)
        }
      }
    }
    if random.chance(4) { text += "\(pad)  unknown: " + random.pick(["{a: 1}", "x", "~"]) + "\n" }
    return text
  }

  private mutating func variables(_ pad: String) -> String {
    var used: Set<String> = []
    return variables(pad, used: &used)
  }

  private mutating func variables(_ pad: String, used: inout Set<String>) -> String {
    var text = ""
    for _ in 0..<random.int(1...2) {
      let name = random.pick(Self.variableNames)
      guard used.insert(name).inserted else { continue }
      text += "\(pad)\"\(name)\": \(yamlValue())\n"
    }
    if random.chance(5), used.insert("ansible_group_priority").inserted {
      text += "\(pad)ansible_group_priority: " + random.pick(["2", "10", "'3'", "-5", "1.9", "yes"]) + "\n"
    }
    return text
  }

  /// Mostly plain values: one that is wrong spoils the whole file.
  private mutating func yamlValue() -> String {
    random.chance(25) ? random.pick(Self.yamlValues) : random.pick(["1", "two", "yes", "[1, 2]", "{k: v}", "1.50", "'3'"])
  }

  private mutating func json() -> String {
    var groups: [String] = []
    for name in Set((0..<3).map { _ in groupName() }).sorted() {
      let hosts = Set((0..<2).map { _ in hostName() }).sorted()
        .map { "\(quote($0)): \(random.pick(["null", "{\"a\": 1}", "{\"b\": [true, null, 1.0, \"x\\u00e9\"]}"]))" }
      groups.append("\t\(quote(name)): {\"hosts\": {\(hosts.joined(separator: ", "))}, \"vars\": {\"c\": \(jsonValue())}}")
    }
    return "{\n" + groups.joined(separator: ",\n") + "\n}\n"
  }

  private mutating func jsonValue() -> String {
    random.pick([
      "1", "-0", "1.0", "1e3", "true", "null", "\"\\ud83d\\ude00\"", "[]", "{\"k\": {\"l\": 1}}", "NaN", "Infinity",
      "{\"__ansible_unsafe\": \"{{ x }}\"}", "\"{{ x }}\"", "-1.5E-3",
    ])
  }

  private func quote(_ text: String) -> String { Value.string(text).jsonText() }

  private mutating func script() -> String {
    var groups: [String] = []
    for name in Set((0..<3).map { _ in groupName() }).sorted() {
      let hosts = (0..<random.int(0...2)).map { _ in quote(random.pick(Self.hostNames + ["w[1:2]", "h:22"])) }
        .joined(separator: ", ")
      switch random.int(0...5) {
      case 0: groups.append("\(quote(name)): [\(hosts)]")
      case 1: groups.append("\(quote(name)): {\"lone\": \"text\", \"n\": \(jsonValue())}")
      case 2:
        groups.append("\(quote(name)): {\"children\": [\(quote(groupName()))], \"vars\": {\"a\": \(jsonValue())}}")
      default: groups.append("\(quote(name)): {\"hosts\": [\(hosts)], \"vars\": {\"b\": \(jsonValue())}}")
      }
    }
    if random.chance(60) {
      let hosts = Self.hostNames.prefix(4).map { "\(quote($0)): {\"m\": \(jsonValue())}" }
      groups.append("\"_meta\": {\"hostvars\": {\(hosts.joined(separator: ", "))}}")
    }
    let body = "{" + groups.joined(separator: ", ") + "}"
    return """
      #!/bin/sh
      if [ "$1" = --host ]; then
        echo '{"asked": "'"$2"'"}'
        exit 0
      fi
      cat <<'END'
      \(body)
      END
      """
  }

  // MARK: Variables beside

  private mutating func addVariables(_ folder: String) throws {
    for _ in 0..<random.int(1...4) {
      let owner =
        random.chance(65)
        ? "group_vars/" + random.pick(["all", "web", "db", "prod", "ungrouped", "a.b", "eu"])
        : "host_vars/" + random.pick(["h1", "h2", "web1", "w01", "localhost", "10.0.0.1", "web"])
      let path = folder + owner
      let content = random.chance(15) ? "{\"a\": 1,\n\t\"b\": {\"x\": null}}" : variables("")
      switch random.int(0...4) {
      case 0: try? write(path, content)
      case 1: try? write(path + ".json", content)
      case 2:
        for inner in ["b.yml", "a.yml", "x.txt", ".h.yml", "c~", "sub/z.yaml", "s.d/q.yml", "plain"] where random.chance(50) {
          try? write(path + "/" + inner, variables(""))
        }
      case 3: try? write(path + ".yaml", content)
      default: try? write(path + ".yml", random.chance(5) ? random.pick(["", "# c\n", "---\n", "[]", "- a", "x"]) : content)
      }
    }
  }

  // MARK: Patterns

  private mutating func term() -> String {
    let name = random.pick(Self.groupNames + Self.hostNames + ["w1", "w01", "nope", "al*", "w*", "*", "h?", "[hw]*", "web[!2]"])
    let sub = random.chance(30) ? random.pick(["[0]", "[-1]", "[1:]", "[0:1]", "[0:0]", "[1-2]", "[9]", "[2:1]", "[1:0]", "[-2]", "[:1]"]) : ""
    switch random.int(0...9) {
    case 0: return "~" + random.pick(["h[0-9]", "(web|db).*", "w", ".*1$", "^h", "(?P<n>w)\\d", "[a-d]b?", "(", "*", "e{,2}", "we{1}b", "", "w(?=1)", "[]w]", "[w-]*", "w{", "h]", "\\.", ".*\\Z", "\\h", "(?i)W"])
    case 1: return random.pick(["w*", "*1", "web*", "h[1-2]", "*.*", "a.b", "[!h]*", "[]x]*", "*[0-9]", "w[0-9]*", "?[-1]", "w[a-", "[z-a]*", "[a-c-e]*"]) + sub
    default: return name + sub
    }
  }

  private mutating func pattern() -> Fixture.Question {
    let count = random.pick([1, 1, 1, 2, 2, 3])
    let terms = (0..<count).map { _ in random.pick(["", "", "", "!", "&"]) + term() }
    let text = terms.joined(separator: random.pick([":", ",", ", ", ":", " "]))
    let limit = random.chance(15) ? term() : nil
    return Fixture.Question(pattern: text, limit: limit)
  }
}
