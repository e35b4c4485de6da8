import PlayModel

extension ConfigSetting {
  init(_ line: ConfigLine) throws(SSHOptionProblem) {
    let keyword = ConfigKeyword.aliases[line.keyword] ?? line.keyword
    if let refused = ConfigKeyword.refusedByKeyword[keyword] {
      self = .refused(refused, value: String(decoding: line.rest, as: UTF8.self))
      return
    }
    var value = ConfigValue(line)
    switch keyword {
    case "hostname": self = .hostName(try value.text())
    case "port": self = .port(try value.port())
    case "user": self = .user(try value.text())
    case "identityfile": self = .identityFile(try value.text())
    case "identitiesonly": self = .identitiesOnly(try value.flag())
    case "identityagent": self = .identityAgent(try value.text())
    case "proxyjump": self = .proxyJump(try value.text())
    case "userknownhostsfile": self = .userKnownHostsFiles(try value.files())
    case "globalknownhostsfile": self = .globalKnownHostsFiles(try value.files())
    case "stricthostkeychecking": self = .hostKeyPolicy(try value.hostKeyPolicy())
    case "hostkeyalias": self = .hostKeyAlias(try value.text())
    case "connecttimeout": self = .connectTimeout(try value.time())
    case "serveraliveinterval": self = .serverAliveInterval(try value.time())
    case "serveralivecountmax": self = .serverAliveCountMax(try value.number())
    case "pubkeyauthentication":
      self = .pubkeyAuthentication(try value.flag(also: ["unbound", "host-bound"]))
    case "passwordauthentication": self = .passwordAuthentication(try value.flag())
    case "kbdinteractiveauthentication": self = .kbdInteractiveAuthentication(try value.flag())
    case "preferredauthentications":
      self = .preferredAuthentications(try value.text().split(separator: ",").map(String.init))
    case "ignoreunknown": self = .ignoreUnknown(ConfigPattern.list(try value.text().lowercased()))
    case "tag": self = .tag(try value.text())
    default:
      self =
        ConfigKeyword.keywordsWithoutEffect.contains(keyword) ? .withoutEffect : .unknown(line.written)
      return
    }
    try value.end()
  }

  /// Why `keyword` cannot be used, with what it was perhaps meant to be.
  static func unknownProblem(_ keyword: String) -> SSHOptionProblem {
    SSHOptionProblem(
      text: "ssh has no option \(keyword)",
      hint: NearestName.hint(keyword, in: ConfigKeyword.names)
        ?? "see ssh_config(5); IgnoreUnknown before it makes it be passed over")
  }
}
