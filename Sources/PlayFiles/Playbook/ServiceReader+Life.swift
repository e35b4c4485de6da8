import PlayModel

extension ServiceReader {
  /// How it is restarted, stopped and found healthy.
  func readLife(into spec: inout ServiceSpec) {
    spec.restart = reader.read("restart", restart) ?? .always
    spec.stopSignal = reader.read("stop_signal", stopSignal)
    spec.quietSignal = reader.read("quiet_signal", stopSignal)
    if let wait = reader.duration("quiet_wait") {
      spec.quietWait = wait
      if spec.quietSignal == nil, !reader.isWritten("quiet_signal") {
        log.add(
          at: reader.position(of: "quiet_wait"), "`quiet_wait` waits for nothing without `quiet_signal`")
      }
    }
    spec.stopGracePeriod = reader.duration("stop_grace_period") ?? spec.stopGracePeriod
    spec.settle = reader.duration("settle") ?? spec.settle
    spec.healthCheck = reader.section("healthcheck", Schema.healthCheck).map(healthCheck)
  }

  private func restart(_ node: ResolvedNode) throws(ValueFault) -> RestartPolicy {
    // YAML 1.1 reads a plain `no` as false; people write it so.
    if node.content == .bool(false) { return .no }
    guard let policy = RestartPolicy(node.text) else {
      throw ScalarReader.notAWord(
        node.text, ["no", "always", "unless-stopped", "on-failure", "on-failure:N"])
    }
    return policy
  }

  /// signal(7): a name with or without SIG, or a number.
  private func stopSignal(_ node: ResolvedNode) throws(ValueFault) -> String {
    let upper = node.text.uppercased()
    let name = upper.hasPrefix("SIG") ? String(upper.dropFirst(3)) : upper
    let isNumber = Int(name).map { (1...64).contains($0) } ?? false
    let isRealTime =
      (name.hasPrefix("RTMIN+") || name.hasPrefix("RTMAX-"))
      && Int(name.dropFirst(6)).map { (0...30).contains($0) } ?? false
    guard isNumber || isRealTime || Self.signalNames.contains(name) else {
      throw ValueFault("`\(node.text)` is not a signal", hint: NearestName.hint(name, in: Self.signalNames))
    }
    return isNumber ? name : "SIG" + name
  }

  private static let signalNames: Set<String> = [
    "ABRT", "ALRM", "BUS", "CHLD", "CLD", "CONT", "FPE", "HUP", "ILL", "INT", "IO", "IOT", "KILL", "PIPE",
    "POLL",
    "PROF", "PWR", "QUIT", "RTMAX", "RTMIN", "SEGV", "STKFLT", "STOP", "SYS", "TERM", "TRAP", "TSTP", "TTIN",
    "TTOU",
    "URG", "USR1", "USR2", "VTALRM", "WINCH", "XCPU", "XFSZ",
  ]

  private func healthCheck(_ section: SectionReader) -> HealthCheck {
    var check = HealthCheck(
      test: section.read("test", healthTest), interval: interval("interval", of: section),
      timeout: interval("timeout", of: section), startPeriod: interval("start_period", of: section),
      startInterval: interval("start_interval", of: section), retries: section.integer("retries", 1...Int.max)
    )
    if section.flag("disable") == true {
      if section.node("test") != nil, check.test != .disabled {
        log.add(
          at: section.position(of: "disable"), "`healthcheck` is disabled and has a `test`",
          hint: "remove one of the two")
      }
      check.test = .disabled
    }
    return check
  }

  /// The engine refuses anything between zero, which is its default, and a millisecond.
  private func interval(_ key: String, of section: SectionReader) -> Duration? {
    section.read(key) { node throws(ValueFault) in
      let duration = try ScalarReader.duration(node)
      guard duration == .zero || duration >= .milliseconds(1) else {
        throw ValueFault("`\(node.text)` is too short; the engine's least is 1ms")
      }
      return duration
    }
  }

  private func healthTest(_ node: ResolvedNode) throws(ValueFault) -> HealthCheck.Test {
    guard case .list(let items) = node.content else {
      guard !node.text.isEmpty else { throw ValueFault("the command is empty") }
      return .shell(node.text)
    }
    let words = items.map(\.text)
    let arguments = Array(words.dropFirst())
    switch (words.first, arguments.count) {
    case ("NONE", 0): return .disabled
    case ("CMD", 1...): return .command(arguments)
    case ("CMD-SHELL", 1): return .shell(arguments[0])
    case ("CMD-SHELL", _):
      throw ValueFault("CMD-SHELL takes one text", hint: "write [CMD-SHELL, \"one command line\"]")
    case ("CMD", _): throw ValueFault("CMD needs a command")
    default:
      throw ValueFault("a list must begin with CMD, CMD-SHELL or NONE", hint: "for example [CMD, /app/ping]")
    }
  }
}
