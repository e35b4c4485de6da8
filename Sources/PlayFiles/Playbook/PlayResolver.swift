import PlayModel

/// Resolves one play.
struct PlayResolver {
  let playbook: Playbook
  let source: PlaySource
  let variables: PlayVariables
  let files: FileAccess
  /// From the command line, instead of those the play names.
  var windowNames: [String] = []
  private(set) var report = ProblemReport()
  private var firstHost: HostName?
  /// Where `rollout.groups` names each of them.
  private var groupPositions: [SourcePosition] = []

  init(playbook: Playbook, source: PlaySource, variables: PlayVariables, files: FileAccess) {
    self.playbook = playbook
    self.source = source
    self.variables = variables
    self.files = files
  }

  /// `nil` when the play has problems or no hosts; what can be checked without hosts is checked all the same.
  mutating func resolve(extra: ExtraVariables, fleet: FleetCheck) -> Play? {
    set(extra)
    let pattern = self.pattern()
    let hosts = pattern.map { self.hosts(of: $0) } ?? []
    firstHost = hosts.first
    variables.set(source.variables, from: playbook.source)
    set(extra)
    for layer in variableFiles(for: hosts) { variables.set(layer.entries, from: layer.source) }
    set(extra)
    let name = once(source.name, for: hosts).flatMap { text($0, of: "name") } ?? pattern ?? ""
    var rollout = self.rollout(for: hosts)
    let balancers = balancers(for: hosts)
    rollout?.balancers = balancers
    // All hosts at once would leave the balancer nothing to send requests to.
    if !balancers.isEmpty, rollout?.serial.isEmpty == true, rollout?.blueGreen == nil {
      rollout?.serial = [.count(1)]
    }
    rollout?.hooks = hooks(for: hosts)
    if let rollout { checkWeights(rollout) }
    if rollout?.exactlyOne == true { checkOne(hosts, pattern) }
    if let blueGreen = rollout?.blueGreen { rollout?.blueGreen = groups(blueGreen, of: hosts, pattern) }
    let windows = self.windows(for: hosts)
    let switchWindows = self.switchWindows(for: hosts, isBlueGreen: rollout?.blueGreen != nil)
    let resolver = HostServicesResolver(
      playbook: playbook, source: source, variables: variables, order: rollout?.order ?? .stopFirst,
      envFiles: EnvFileStore(files: files, playbook: playbook.path))
    let playHosts = resolver.resolve(hosts, fleet: fleet, report: &report)
    guard let rollout, report.problems.isEmpty else { return nil }
    var play = Play(name: name, hosts: playHosts, rollout: rollout)
    play.windows = windows
    play.switchWindows = switchWindows
    return play
  }

  private func set(_ extra: ExtraVariables) {
    for layer in extra.layers { variables.set(layer.entries, from: layer.source) }
  }

  /// `nil` when it is none, or holds a secret.
  private mutating func text(_ node: ResolvedNode, of key: String) -> String? {
    if let secret = node.allSecrets.first {
      report.add(FileProblem(at: node.position, "`\(key)` cannot hold the secret `\(secret.name)`"))
    } else if node.scalarText != nil {
      return node.text
    } else if !node.isUnknown {
      report.add(FileProblem(at: node.position, "`\(key)` must be a text, not \(node.kind)"))
    }
    return nil
  }
}

// MARK: Hosts

extension PlayResolver {
  /// The host pattern; at this point only the variables of `-e` are set.
  private mutating func pattern() -> String? {
    guard let node = source.hosts else { return nil }
    let scope = PatternScope(variables)
    var resolver = TemplateResolver(scope: scope, source: playbook.source)
    let resolved = resolver.resolve(node)
    resolver.problems.forEach { report.add($0) }
    guard !resolved.hasUnknown else { return nil }
    guard Form.either([.text, .list(of: .text)]).accepts(resolved) else {
      report.add(
        FileProblem(
          at: resolved.position, "`hosts` must be a host pattern or a list of them, not \(resolved.kind)"))
      return nil
    }
    let patterns = resolved.elements.map { text($0, of: "hosts") }
    return patterns.contains(nil) ? nil : patterns.compactMap(\.self).joined(separator: ",")
  }

  private mutating func hosts(of pattern: String) -> [HostName] {
    let position = source.hosts?.position ?? source.position
    do {
      let all = try variables.inventory.hosts(pattern, position)
      if all.isEmpty {
        report.add(
          FileProblem(
            at: position, "the pattern `\(pattern)` matches no host of the inventory",
            hint: NearestName.hint(pattern, in: variables.inventory.groups.keys)))
      }
      guard let limit = variables.inventory.limit else { return all }
      let left = all.filter(limit.contains)
      if left.isEmpty, !all.isEmpty {
        report.warn(FileProblem(at: position, "the limit leaves none of the play's hosts"))
      }
      return left
    } catch let problems as FileProblems {
      problems.all.forEach { report.add($0) }
    } catch let problem as FileProblem {
      report.add(problem)
    } catch {
      report.add(FileProblem(at: position, "the pattern `\(pattern)` cannot be read: \(error)"))
    }
    return []
  }
}

// MARK: What is the same for all hosts

extension PlayResolver {
  /// Resolves with the first host's variables, and refuses what would be something else on another host.
  private mutating func once(_ node: TemplateNode?, for hosts: [HostName]) -> ResolvedNode? {
    guard let node else { return nil }
    guard let first = hosts.first else {
      let (resolved, recording) = HostScope(variables, host: nil).resolve(node, source: playbook.source)
      recording.problems.forEach { report.add($0) }
      return resolved
    }
    let scope = HostScope(variables, host: first)
    let (resolved, recording) = scope.resolve(node, source: playbook.source)
    recording.problems.forEach { report.add($0) }
    guard !recording.reads.isEmpty else { return resolved }
    for host in hosts.dropFirst() {
      let other = HostScope(variables, host: host)
      guard let read = recording.reads.first(where: { scope.raw($0) != other.raw($0) }) else { continue }
      report.add(
        FileProblem(
          at: node.position,
          "this is the same for all hosts of a play, and uses `\(read)`, which differs between \(first) and \(host)",
          hint: "use variables that all the play's hosts share"))
      return ResolvedNode(.unknown, at: node.position)
    }
    return resolved
  }

  private mutating func variableFiles(for hosts: [HostName]) -> [ExtraVariables.Layer] {
    guard let node = once(source.variableFiles, for: hosts), !node.isUnknown else { return [] }
    guard Form.either([.text, .list(of: .text)]).accepts(node) else {
      report.add(
        FileProblem(at: node.position, "`vars_files` must be a path or a list of paths, not \(node.kind)"))
      return []
    }
    return node.elements.compactMap { $0.isUnknown ? nil : variableFile($0) }
  }

  private mutating func variableFile(_ node: ResolvedNode) -> ExtraVariables.Layer? {
    guard let written = text(node, of: "vars_files") else { return nil }
    let path = FileAccess.path(written, besides: playbook.path)
    var problems: [FileProblem] = []
    defer { problems.forEach { report.add($0) } }
    do throws(FileAccess.Failure) {
      let text = try files.read(path)
      let source = SourceText(text, file: path)
      do throws(FileProblem) {
        guard let document = try YAMLReader.read(text, file: path, allowsSecretTag: true) else { return nil }
        let entries = VariableFile.entries(of: document, source: source, problems: &problems)
        return ExtraVariables.Layer(entries: entries, source: source)
      } catch {
        problems.append(error)
      }
    } catch {
      problems.append(FileProblem(at: node.position, "the file of variables \(path) \(error.message)"))
    }
    return nil
  }

  private mutating func rollout(for hosts: [HostName]) -> RolloutPolicy? {
    guard let node = once(source.rollout, for: hosts) else { return RolloutPolicy() }
    let log = ProblemLog()
    defer { report.add(log) }
    if case .map(let entries) = node.content, let groups = entries.first(where: { $0.key == "groups" }) {
      groupPositions = groups.node.elements.map(\.position)
    }
    return RolloutReader(node, log: log)?.read()
  }

  private mutating func balancers(for hosts: [HostName]) -> [LoadBalancer] {
    guard let node = once(source.loadBalancer, for: hosts) else { return [] }
    let log = ProblemLog()
    defer { report.add(log) }
    return BalancerResolver(variables: variables, log: log).resolve(node, for: hosts)
  }

  private mutating func hooks(for hosts: [HostName]) -> [Hook.Stage: [Hook]] {
    guard let node = once(source.hooks, for: hosts) else { return [:] }
    let log = ProblemLog()
    defer { report.add(log) }
    return HooksReader(node, log: log)?.read() ?? [:]
  }

  private mutating func checkWeights(_ rollout: RolloutPolicy) {
    guard !rollout.weights.isEmpty, let position = source.rollout?.position else { return }
    if source.loadBalancer == nil {
      report.add(FileProblem(at: position, "`weight` is for plays with a `load_balancer`"))
    }
    for balancer in rollout.balancers where !balancer.hasWeights {
      report.add(
        FileProblem(
          at: position, "`weight` cannot be kept: the load balancer `\(balancer.name)` has no weights",
          hint: balancer.driver == .command ? "it has none without a command `weigh`" : nil))
    }
  }

  private mutating func windows(for hosts: [HostName]) -> [Window] {
    var names = windowNames.map { (name: $0, position: SourcePosition(file: "--window \($0)")) }
    if names.isEmpty { names = self.names(source.window, of: "window", for: hosts) }
    let log = ProblemLog()
    defer { report.add(log) }
    return PlayWindows(variables: variables, log: log, files: files).read(named: names, hosts: hosts)
  }

  private mutating func switchWindows(for hosts: [HostName], isBlueGreen: Bool) -> [Window] {
    let names = self.names(source.switchWindow, of: "switch_window", for: hosts)
    guard let first = names.first else { return [] }
    guard isBlueGreen else {
      report.add(
        FileProblem(
          at: first.position, "`switch_window` is for plays with the strategy blue_green",
          hint: "write `window`"))
      return []
    }
    let log = ProblemLog()
    defer { report.add(log) }
    return PlayWindows(variables: variables, log: log, files: files).read(named: names, hosts: hosts)
  }

  private mutating func names(
    _ source: TemplateNode?, of key: String, for hosts: [HostName]
  ) -> [(name: String, position: SourcePosition)] {
    guard let node = once(source, for: hosts), !node.hasUnknown else { return [] }
    guard Form.either([.text, .list(of: .text)]).accepts(node) else {
      report.add(
        FileProblem(
          at: node.position, "`\(key)` must be a window's name or a list of them, not \(node.kind)"))
      return []
    }
    return node.elements.compactMap { element in
      text(element, of: key).map { (name: $0, position: element.position) }
    }
  }

  /// A host that is left out may run one.
  private mutating func checkOne(_ hosts: [HostName], _ pattern: String?) {
    guard let position = source.rollout?.position, let pattern else { return }
    if source.loadBalancer != nil {
      report.add(
        FileProblem(
          at: position, "`exactly_one` is for services that nobody asks, and the play has a `load_balancer`"))
    }
    let all = (try? variables.inventory.hosts(pattern, position)) ?? hosts
    guard let missing = all.first(where: { !hosts.contains($0) }) else { return }
    report.add(
      FileProblem(
        at: position, "a play with `exactly_one` takes all its hosts, and the limit leaves out \(missing)",
        hint: "give it without --limit"))
  }

  /// Which of the play's hosts is in which group. All of them have to be there: traffic moves as a whole.
  private mutating func groups(
    _ blueGreen: BlueGreen, of hosts: [HostName], _ pattern: String?
  ) -> BlueGreen {
    guard let position = source.rollout?.position, let pattern, !hosts.isEmpty else { return blueGreen }
    func complain(_ words: String, group: Int? = nil, hint: String? = nil) {
      let own = group.flatMap { groupPositions.indices.contains($0) ? groupPositions[$0] : nil }
      report.add(FileProblem(at: own ?? position, words, hint: hint))
    }
    if source.loadBalancer == nil {
      complain(
        "the strategy blue_green needs a `load_balancer`, which shows which group serves",
        hint: "without one, use the strategy rolling")
    }
    let all = (try? variables.inventory.hosts(pattern, position)) ?? hosts
    if let missing = all.first(where: { !hosts.contains($0) }) {
      complain(
        "a blue-green play takes all its hosts, and the limit leaves out \(missing)",
        hint: "give it without --limit")
      return blueGreen
    }
    var found = blueGreen
    for index in found.groups.indices {
      let name = found.groups[index].name
      guard let members = variables.inventory.groups[name] else {
        complain(
          "there is no group `\(name)` in the inventory", group: index,
          hint: NearestName.hint(name, in: variables.inventory.groups.keys))
        return blueGreen
      }
      found.groups[index].hosts = hosts.filter(Set(members).contains)
      if found.groups[index].hosts.isEmpty {
        complain("no host of the play is in the group `\(name)`", group: index)
      }
    }
    for host in hosts {
      let own = found.groups.filter { $0.hosts.contains(host) }
      guard own.count != 1 else { continue }
      let names = found.groups.map(\.name)
      complain("\(host) is in \(own.isEmpty ? "neither" : "both") of the groups \(names[0]) and \(names[1])")
      return found
    }
    return found
  }

  /// The play's own variables for the run log.
  mutating func redactedVariables() -> [String: Value] {
    guard let host = firstHost else { return [:] }
    let scope = HostScope(variables, host: host)
    var redacted: [String: Value] = [:]
    let log = ProblemLog()
    for (name, definition) in variables.definitions {
      let node = scope.resolve(definition.node, source: definition.source).node.markingSecrets(named: name)
      node.allSecrets.forEach { log.note($0.secret) }
      redacted[name] = node.redactedValue
    }
    report.add(log)
    return redacted
  }
}
