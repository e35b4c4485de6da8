import PlayModel

extension ServiceReader {
  func readSecurity(into spec: inout ServiceSpec) {
    spec.capAdd = capabilities("cap_add")
    spec.capDrop = capabilities("cap_drop")
    spec.privileged = reader.flag("privileged") ?? false
    spec.readOnly = reader.flag("read_only") ?? false
    spec.securityOptions =
      reader.readEach("security_opt") { node throws(ValueFault) in try Self.securityOption(node.text) } ?? []
    for pair in reader.pairs("sysctls") where pair.value.isNull || pair.value.text.isEmpty {
      log.add(at: pair.namePosition, "the kernel setting `\(pair.name)` has no value")
    }
    spec.sysctls = reader.textPairs("sysctls")
    spec.groupAdd = reader.texts("group_add") ?? []
    spec.ipc = reader.read("ipc") { node throws(ValueFault) in
      try Self.namespace(node.text, words: ["private", "shareable", "host", "none"])
    }
    spec.pid = reader.read("pid") { node throws(ValueFault) in try Self.namespace(node.text, words: ["host"])
    }
  }

  /// In the engine's short form, without `CAP_`, so that one capability has one name.
  private func capabilities(_ key: String) -> [String] {
    reader.readEach(key) { node throws(ValueFault) in
      let upper = node.text.uppercased()
      let name = upper.hasPrefix("CAP_") ? String(upper.dropFirst(4)) : upper
      guard Self.capabilityNames.contains(name) else {
        throw ValueFault(
          "`\(node.text)` is not a Linux capability", hint: NearestName.hint(name, in: Self.capabilityNames))
      }
      return name
    } ?? []
  }

  /// The command line reads a seccomp profile from a file of the host it runs on.
  private static func securityOption(_ text: String) throws(ValueFault) -> String {
    let profile = text.split(whereSeparator: { $0 == "=" || $0 == ":" }).dropFirst().joined(separator: ":")
    let isKnown = ["unconfined", "builtin"].contains(profile) || profile.hasPrefix("/")
    if text.hasPrefix("seccomp"), !isKnown {
      throw ValueFault(
        "`\(text)` names no seccomp profile",
        hint: "write unconfined, builtin or an absolute path on the host")
    }
    guard !text.isEmpty else { throw ValueFault("it is empty") }
    return text
  }

  private static func namespace(_ text: String, words: [String]) throws(ValueFault) -> String {
    let isShared = ["container:", "service:"].contains { text.hasPrefix($0) && text.count > $0.count }
    guard isShared || words.contains(text) else {
      throw ScalarReader.notAWord(text, words + ["service:NAME", "container:NAME"])
    }
    return text
  }

  /// capabilities(7), Linux 6.1, and the engine's ALL.
  private static let capabilityNames: Set<String> = [
    "ALL", "AUDIT_CONTROL", "AUDIT_READ", "AUDIT_WRITE", "BLOCK_SUSPEND", "BPF", "CHECKPOINT_RESTORE",
    "CHOWN",
    "DAC_OVERRIDE", "DAC_READ_SEARCH", "FOWNER", "FSETID", "IPC_LOCK", "IPC_OWNER", "KILL", "LEASE",
    "LINUX_IMMUTABLE", "MAC_ADMIN", "MAC_OVERRIDE", "MKNOD", "NET_ADMIN", "NET_BIND_SERVICE", "NET_BROADCAST",
    "NET_RAW", "PERFMON", "SETFCAP", "SETGID", "SETPCAP", "SETUID", "SYSLOG", "SYS_ADMIN", "SYS_BOOT",
    "SYS_CHROOT", "SYS_MODULE", "SYS_NICE", "SYS_PACCT", "SYS_PTRACE", "SYS_RAWIO", "SYS_RESOURCE",
    "SYS_TIME",
    "SYS_TTY_CONFIG", "WAKE_ALARM",
  ]
}
