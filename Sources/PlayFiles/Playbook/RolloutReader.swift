import PlayModel

/// Makes a `RolloutPolicy` of a play's `rollout` map.
struct RolloutReader {
  private let reader: SectionReader
  private let log: ProblemLog

  init?(_ node: ResolvedNode, log: ProblemLog) {
    guard let reader = SectionReader(node, Schema.rollout, log: log) else { return nil }
    self.reader = reader
    self.log = log
  }

  func read() -> RolloutPolicy {
    var policy = RolloutPolicy()
    let strategy = reader.word("strategy", as: Strategy.self) ?? .rolling
    policy.serial = reader.readEach("serial", Self.batchSize) ?? policy.serial
    policy.order = reader.word("order", as: RolloutPolicy.Order.self) ?? policy.order
    policy.pause = reader.duration("pause") ?? policy.pause
    policy.bake = reader.duration("bake") ?? policy.bake
    policy.maxFailures = reader.read("max_failures", Self.threshold) ?? policy.maxFailures
    policy.minHealthy = reader.read("min_healthy", Self.threshold) ?? policy.minHealthy
    policy.onFailure = reader.word("on_failure", as: RolloutPolicy.FailureAction.self) ?? policy.onFailure
    policy.keep = reader.integer("keep", 0...1000) ?? policy.keep
    policy.refuseOlder = reader.flag("refuse_older") ?? policy.refuseOlder
    policy.confirm = reader.flag("confirm") ?? policy.confirm
    policy.weights = reader.readEach("weight", Self.share) ?? policy.weights
    policy.logErrors =
      reader.readEach("log_errors") { node throws(ValueFault) in try RegularExpression.check(node.text) }
      ?? []
    if !policy.logErrors.isEmpty, policy.bake == .zero {
      log.add(
        at: reader.position(of: "log_errors"), "`log_errors` are looked for while it bakes, and `bake` is 0",
        hint: "for example bake: 30s")
    }
    policy.exactlyOne = exactlyOne(strategy)
    policy.blueGreen = blueGreen(strategy)
    check(policy)
    checkWeights(policy)
    return policy
  }

  private enum Strategy: String {
    case rolling
    case blueGreen = "blue_green"
  }

  private func exactlyOne(_ strategy: Strategy) -> Bool {
    guard reader.flag("exactly_one") == true else { return false }
    if strategy == .blueGreen {
      log.add(at: reader.position(of: "exactly_one"), "`exactly_one` is not for the strategy blue_green")
    }
    let standard = ["order": "stop_first", "max_failures": "0"]
    for (key, why) in Self.severalHosts where reader.isWritten(key) && reader.node(key)?.text != standard[key]
    {
      log.add(at: reader.position(of: key), "`\(key)` has no meaning with `exactly_one`: \(why)")
    }
    return true
  }

  private static let severalHosts = [
    ("serial", "the service runs on one host"),
    ("min_healthy", "there is only one, and it stops before the next"),
    ("order", "two would run at once"),
    ("max_failures", "a host that cannot be reached may still run one"), ("weight", "there is only one"),
  ]

  /// Its groups without their hosts: those are the inventory's.
  private func blueGreen(_ strategy: Strategy) -> BlueGreen? {
    guard strategy == .blueGreen else {
      for key in ["groups", "standby"] where reader.isWritten(key) {
        log.add(at: reader.position(of: key), "`\(key)` is for the strategy blue_green")
      }
      return nil
    }
    for (key, why) in Self.withoutMeaning where reader.isWritten(key) {
      log.add(at: reader.position(of: key), "`\(key)` has no meaning with the strategy blue_green: \(why)")
    }
    if reader.isWritten("on_failure"), reader.node("on_failure")?.text != "rollback" {
      log.add(
        at: reader.position(of: "on_failure"), "a blue-green play that fails always goes back",
        hint: "leave `on_failure` out")
    }
    let standby = reader.word("standby", as: BlueGreen.Standby.self) ?? .keep
    let names = reader.texts("groups") ?? []
    guard names.count == 2, names[0] != names[1] else {
      log.add(
        at: reader.isWritten("groups") ? reader.position(of: "groups") : reader.position,
        "the strategy blue_green needs two `groups`", hint: "for example groups: [blue, green]")
      return nil
    }
    return BlueGreen(groups: names.map { BlueGreen.Group(name: $0, hosts: []) }, standby: standby)
  }

  private static let withoutMeaning = [
    ("min_healthy", "the group that serves is not changed"),
    ("weight", "traffic moves to the other group at once"),
  ]

  private func check(_ policy: RolloutPolicy) {
    if let list = reader.node("serial"), case .list(let items) = list.content, items.isEmpty {
      log.add(at: list.position, "`serial` names no batch", hint: "for example serial: [1, 25%, 100%]")
    }
    if policy.minHealthy == .percent(100), policy.order == .stopFirst {
      log.add(
        at: reader.position(of: "min_healthy"),
        "`min_healthy: 100%` allows no change: with stop_first a host is without its service for a moment",
        hint: "lower it, or use order: start_first")
    }
  }

  private func checkWeights(_ policy: RolloutPolicy) {
    guard !policy.weights.isEmpty else { return }
    if zip(policy.weights, policy.weights.dropFirst()).contains(where: >=) {
      log.add(
        at: reader.position(of: "weight"), "the steps of `weight` must grow",
        hint: "for example weight: [10%, 50%, 100%]")
    }
    if policy.bake == .zero, policy.pause == .zero {
      log.add(
        at: reader.position(of: "weight"), "the steps of `weight` follow each other at once",
        hint: "set bake, for which a host's checks go on at each step, or pause")
    }
  }

  private static func share(_ node: ResolvedNode) throws(ValueFault) -> Int {
    guard node.text.hasSuffix("%"), let share = Int(node.text.dropLast()), (1...100).contains(share) else {
      throw ValueFault("`\(node.text)` is not a whole percentage from 1% to 100%", hint: "for example 10%")
    }
    return share
  }

  /// Ansible takes 0 and less for "all at once"; here that is a slip.
  private static func batchSize(_ node: ResolvedNode) throws(ValueFault) -> Threshold {
    let size = try threshold(node)
    if size == .count(0) || size == .percent(0) {
      throw ValueFault(
        "a batch of \(node.text) hosts changes nothing",
        hint: "the least is 1; for all hosts at once write 100%")
    }
    return size
  }

  /// A count, or a percentage of the play's hosts.
  private static func threshold(_ node: ResolvedNode) throws(ValueFault) -> Threshold {
    let text = node.text
    guard text.hasSuffix("%") else {
      guard let count = Int(text) else {
        throw ValueFault("`\(text)` is neither a number of hosts nor a percentage", hint: "write 2 or 25%")
      }
      guard count >= 0 else { throw ValueFault("a number of hosts cannot be negative, and \(text) is") }
      return .count(count)
    }
    let number = text.dropLast()
    guard let percent = Double(number), percent.isFinite,
      number.allSatisfy({ $0.isNumber || "+-.".contains($0) })
    else {
      throw ValueFault("`\(text)` is not a percentage", hint: "write a number before the %, such as 25%")
    }
    guard (0...100).contains(percent) else {
      throw ValueFault("the percentage \(text) is not between 0% and 100%")
    }
    return .percent(percent)
  }
}
