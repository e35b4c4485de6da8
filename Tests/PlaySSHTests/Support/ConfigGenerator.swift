/// Makes configurations such as people write, and some they do not; the same seed makes the same ones.
struct ConfigGenerator {
  private var random: Mutator
  private let folder: String
  /// Files beside the first one, by name.
  private(set) var included: [(name: String, text: String)] = []

  static let hosts = ["web1", "web2", "WEB1", "db.example.org", "10.1.2.3", "127.1", "bastion"]

  init(seed: UInt64, folder: String) {
    random = Mutator(seed: seed)
    self.folder = folder
  }

  /// The text of a file; `depth` counts how deep it is included.
  mutating func file(depth: Int = 0) -> String {
    var lines = ["# made from a seed", ""]
    for _ in 0...random.below(5) {
      if random.below(5) > 0 { lines.append(condition()) }
      for _ in 0...random.below(5) {
        let isInclude = depth < 2 && random.below(8) == 0
        lines.append(isInclude ? include(depth: depth) : indent() + setting())
      }
    }
    let end = random.below(8) == 0 ? "\r\n" : "\n"
    return lines.joined(separator: end) + (random.below(4) == 0 ? "" : end)
  }

  /// Arguments before the host.
  mutating func arguments() -> [String] {
    (0..<random.below(3)).flatMap { _ -> [String] in
      switch random.below(5) {
      case 0: ["-l", "cli"]
      case 1: ["-p", "2022"]
      case 2: ["-i", "/cli/key"]
      case 3: ["-J", "cli@jump:22"]
      default: ["-o", setting()]
      }
    }
  }

  private mutating func include(depth: Int) -> String {
    let name = "part\(included.count)"
    included.append((name, ""))
    let text = file(depth: depth + 1)
    if let index = included.firstIndex(where: { $0.name == name }) { included[index].text = text }
    let missing = random.below(4) == 0 ? " \(folder)/missing*.conf" : ""
    return indent() + join(word("Include"), "\(folder)/\(name)" + missing)
  }

  private mutating func condition() -> String {
    random.below(3) > 0 ? join(word("Host"), patterns()) : join(word("Match"), criteria())
  }

  private mutating func patterns() -> String {
    let pool = [
      "web*", "!web2", "*.example.org", "?eb1", "10.*", "*", "WEB?", "db*", "\"web1\"", "!*.org", "127.?",
    ]
    return (0...random.below(3)).map { _ in random.pick(pool) }.joined(separator: " ")
  }

  private mutating func criteria() -> String {
    if random.below(6) == 0 { return random.pick(["all", "final all", "canonical all", "host web1 all"]) }
    let pool = [
      "host web1,web2", "!host web*", "host *.example.org,!db*", "originalhost web?", "originalhost WEB1",
      "user root", "user cli,deploy", "!user deploy", "localuser root", "localuser !root,*", "final",
      "!final",
      "canonical", "exec \"test %h = web1\"", "!exec \"test %n = web2 -a %p = 22\"",
      "exec \"test %r-%u = cli-root\"",
      "host=web1", "host \"real.example.org\"",
    ]
    return (0...random.below(2)).map { _ in random.pick(pool) }.joined(separator: " ")
  }

  private mutating func setting() -> String {
    let pool: [(String, [String])] = [
      (
        "HostName",
        ["%h.Example.org", "real.example.org", "192.0.2.7", "\"quoted.example.org\"", "2001:DB8::0:1"]
      ),
      ("Port", ["2222", "22", "'2200'", "0443", "ssh"]),
      ("User", ["deploy", "\"a b\"", "a\\ b", "o'neil'", "with#hash", "admin # comment"]),
      ("IdentityFile", ["~/.ssh/id_%h", "/keys/a", "\"/keys/with blank\"", "none", "%d/k", "/keys/a"]),
      ("IdentitiesOnly", ["yes", "no", "True"]),
      ("IdentityAgent", ["none", "~/agent", "/run/%u.sock", "SSH_AUTH_SOCK", "$SOME_AGENT", "${PATH}"]),
      ("ProxyJump", ["none", "jump", "u@jump:2200", "a,b@c:23"]),
      (
        "UserKnownHostsFile",
        ["~/k", "/k/%h-%p-%r-%n", "/a \"/b c\"", "none", "/%L/%l/%i/%u/%d/%k", "/%C", "${PATH}/%%"]
      ),
      ("GlobalKnownHostsFile", ["/g", "/g1 /g2", "none", "~/g/%h"]),
      ("StrictHostKeyChecking", ["yes", "no", "ask", "accept-new", "OFF", "false"]),
      ("HostKeyAlias", ["alias", "Alias2"]),
      ("ConnectTimeout", ["5", "1m30s", "2h", "none", "0"]),
      ("ServerAliveInterval", ["0", "30", "1m", "1w"]),
      ("ServerAliveCountMax", ["0", "7"]),
      ("PubkeyAuthentication", ["yes", "no"]),
      ("PasswordAuthentication", ["yes", "no"]),
      ("KbdInteractiveAuthentication", ["yes", "no"]),
      ("PreferredAuthentications", ["publickey,password", "publickey"]),
      ("ForwardAgent", ["yes"]), ("Compression", ["yes"]), ("SendEnv", ["LANG LC_*"]),
      ("ControlMaster", ["auto"]), ("GSSAPIAuthentication", ["yes"]), ("Ciphers", ["aes256-ctr"]),
      ("LocalForward", ["8080 localhost:80"]), ("EscapeChar", ["none"]),
    ]
    let (keyword, values) = random.pick(pool)
    return join(word(keyword), random.pick(values))
  }

  /// In any case, as keywords have none.
  private mutating func word(_ keyword: String) -> String {
    switch random.below(6) {
    case 0: keyword.lowercased()
    case 1: keyword.uppercased()
    case 2: "\"\(keyword)\""
    default: keyword
    }
  }

  private mutating func join(_ keyword: String, _ value: String) -> String {
    keyword + random.pick([" ", " ", " ", "\t", "=", " = ", "  ", "= "]) + value
      + random.pick(["", "", "", "  ", "\t"])
  }

  private mutating func indent() -> String { random.pick(["", "  ", "\t", "    "]) }
}
