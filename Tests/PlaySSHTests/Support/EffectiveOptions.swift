@testable import PlaySSH

/// The options that a configuration comes to, in the words in which `ssh -G` prints them.
struct EffectiveOptions: Equatable, CustomStringConvertible {
  static let keywords = [
    "hostname", "port", "user", "identityfile", "identitiesonly", "identityagent", "proxyjump",
    "userknownhostsfile", "globalknownhostsfile", "stricthostkeychecking", "hostkeyalias", "connecttimeout",
    "serveraliveinterval", "serveralivecountmax", "pubkeyauthentication", "passwordauthentication",
    "kbdinteractiveauthentication", "preferredauthentications",
  ]

  private(set) var values: [String: [String]] = [:]

  /// What ssh printed.
  init(printed: String) {
    for line in printed.split(separator: "\n") {
      let parts = line.split(separator: " ", maxSplits: 1, omittingEmptySubsequences: false)
      let keyword = String(parts[0])
      guard Self.keywords.contains(keyword), parts.count == 2 else { continue }
      let value = String(parts[1])
      // Between an argument and a file ssh lists the same key twice, and tries it once.
      if values[keyword]?.contains(value) != true { values[keyword, default: []].append(value) }
    }
    // Asking and refusing are the same where nobody can be asked.
    if values["stricthostkeychecking"] == ["ask"] { values["stricthostkeychecking"] = ["true"] }
    if values["identityfile"] == ["none"] { values["identityfile"] = nil }
    values["identityfile"]?.removeAll { $0 == "none" }
    for keyword in ["userknownhostsfile", "globalknownhostsfile"] where values[keyword] == [""] {
      values[keyword] = nil
    }
    if values["connecttimeout"] == ["none"] { values["connecttimeout"] = nil }
  }

  /// `identityFiles` as written: ssh prints them so.
  init(_ options: SSHOptions, identityFiles: [String]?, home: String, user: String) {
    values["hostname"] = options.hostName.map { [$0] }
    values["port"] = [String(options.port ?? 22)]
    values["user"] = [options.user ?? user]
    let usual = ["rsa", "ecdsa", "ecdsa_sk", "ed25519", "ed25519_sk", "xmss", "dsa"].map { "~/.ssh/id_\($0)" }
    let files = identityFiles ?? usual
    values["identityfile"] = files.isEmpty ? nil : files
    values["identitiesonly"] = [options.identitiesOnly ? "yes" : "no"]
    values["identityagent"] = options.identityAgent.map { [$0] }
    values["proxyjump"] = options.proxyJump.map { [$0] }
    let userFiles = options.userKnownHostsFiles ?? ["\(home)/.ssh/known_hosts", "\(home)/.ssh/known_hosts2"]
    values["userknownhostsfile"] = userFiles.isEmpty ? nil : [userFiles.joined(separator: " ")]
    let globalFiles =
      options.globalKnownHostsFiles ?? ["/etc/ssh/ssh_known_hosts", "/etc/ssh/ssh_known_hosts2"]
    values["globalknownhostsfile"] = globalFiles.isEmpty ? nil : [globalFiles.joined(separator: " ")]
    switch options.hostKeyPolicy {
    case .off: values["stricthostkeychecking"] = ["false"]
    case .acceptNew: values["stricthostkeychecking"] = ["accept-new"]
    case .strict, nil: values["stricthostkeychecking"] = ["true"]
    }
    values["hostkeyalias"] = options.hostKeyAlias.map { [$0] }
    values["connecttimeout"] = options.connectTimeout.map { [String($0.components.seconds)] }
    values["serveraliveinterval"] = [String((options.serverAliveInterval ?? .zero).components.seconds)]
    values["serveralivecountmax"] = [String(options.serverAliveCountMax ?? 3)]
    values["pubkeyauthentication"] = [options.pubkeyAuthentication == false ? "false" : "true"]
    values["passwordauthentication"] = [options.passwordAuthentication == false ? "no" : "yes"]
    values["kbdinteractiveauthentication"] = [options.kbdInteractiveAuthentication == false ? "no" : "yes"]
    values["preferredauthentications"] = options.preferredAuthentications.map { [$0.joined(separator: ",")] }
  }

  var description: String {
    Self.keywords.flatMap { keyword in (values[keyword] ?? []).map { "\(keyword) \($0)" } }.joined(
      separator: "\n")
  }
}
