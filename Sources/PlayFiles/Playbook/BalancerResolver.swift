import PlayModel

/// Finds the load balancers that a play names in the inventory's `load_balancers`, and what its hosts are
/// called in them.
struct BalancerResolver {
  static let variable = "load_balancers"

  let variables: PlayVariables
  let log: ProblemLog

  /// - Parameter named: the play's `load_balancer`: a name or a list of them.
  func resolve(_ named: ResolvedNode, for hosts: [HostName]) -> [LoadBalancer] {
    guard !named.isUnknown, let first = hosts.first else { return [] }
    guard Form.either([.text, .list(of: .text)]).accepts(named) else {
      log.add(
        at: named.position,
        "`load_balancer` must be the name of one, or a list of names, not \(named.kind)")
      return []
    }
    var balancers: [LoadBalancer] = []
    for node in named.elements where !balancers.contains(where: { $0.name == node.text }) {
      guard var balancer = read(node, on: first) else { continue }
      for host in hosts where !add(host, node, to: &balancer) { break }
      balancers.append(balancer)
    }
    return balancers
  }

  /// What the balancer is on another host of the play: only the server's name may be another one.
  ///
  /// - Returns: whether it is.
  private func add(_ host: HostName, _ node: ResolvedNode, to balancer: inout LoadBalancer) -> Bool {
    guard let own = read(node, on: host) else { return false }
    let server = own.server(of: host)
    if server != host.text { balancer.servers[host.text] = server }
    var (left, right) = (balancer, own)
    (left.servers, right.servers) = ([:], [:])
    guard left != right else { return true }
    log.add(
      at: node.position,
      "the load balancer `\(balancer.name)` is described differently on different hosts of the play, such as \(host)",
      hint: "only its `server` and `map` may differ; describe it in group_vars/all")
    return false
  }

  private func read(_ node: ResolvedNode, on host: HostName) -> LoadBalancer? {
    guard let all = value(node, on: host) else { return nil }
    guard case .map(let entries) = all.content else {
      if !all.isUnknown {
        log.add(
          at: all.position, "`\(Self.variable)` must be a map of names to load balancers, not \(all.kind)")
      }
      return nil
    }
    guard let entry = entries.first(where: { $0.key == node.text }) else {
      let names = entries.map(\.key).sorted()
      log.add(
        at: node.position, "the inventory has no load balancer `\(node.text)`",
        hint: NearestName.hint(node.text, in: names)
          ?? (names.isEmpty ? nil : "there are \(names.joined(separator: ", "))"))
      return nil
    }
    return balancer(node.text, entry.node, on: host)
  }

  private func value(_ node: ResolvedNode, on host: HostName) -> ResolvedNode? {
    let scope = variables.scope(of: host)
    let found = log.attempt("load_balancer", at: node.position) { () throws(ValueFault) in
      try scope.value(of: Self.variable, use: node.position)
    }
    guard let value = found else { return nil }
    for problem in scope.takeProblems() { log.add(problem) }
    if value == nil {
      log.add(
        at: node.position, "the inventory does not set `\(Self.variable)` for \(host)",
        hint: "describe the load balancer `\(node.text)` in its group_vars/all")
    }
    return value
  }

  private func balancer(_ name: String, _ node: ResolvedNode, on host: HostName) -> LoadBalancer? {
    let before = log.problems.count
    guard let reader = SectionReader(node, Schema.balancer, log: log) else { return nil }
    let driver = reader.word("driver", as: LoadBalancer.Driver.self)
    if let driver { refuseKeys(reader, of: driver) }
    let nameReader = nameReader(driver)
    let commands = driver == .command ? commands(reader) : nil
    let hosts = hosts(reader, needed: commands.map { $0.place == .balancer } ?? true)
    let backends = backends(reader, driver, name: name, nameReader)
    let socket = reader.read("socket", Self.path) ?? "/run/haproxy/admin.sock"
    let nginx = driver == .nginx ? nginxFiles(reader) : nil
    var server = reader.read("server", nameReader) ?? host.text
    if case .map(let entries)? = reader.node("map")?.content,
      let own = entries.first(where: { $0.key == host.text })
    {
      server =
        log.attempt("map", at: own.node.position) { () throws(ValueFault) in try nameReader(own.node) }
        ?? server
    }
    let drain = reader.duration("drain_timeout") ?? .seconds(30)
    let policy = reader.word("on_drain_timeout", as: LoadBalancer.DrainPolicy.self) ?? .fail
    let ready = reader.duration("ready_timeout") ?? .seconds(60)
    guard let driver, log.problems.count == before else { return nil }
    return LoadBalancer(
      name: name, driver: driver, hosts: hosts, socket: driver == .haproxy ? socket : "", nginx: nginx,
      admin: driver == .caddy ? reader.read("admin", Self.address) ?? "localhost:2019" : nil,
      commands: commands,
      backends: backends, servers: server == host.text ? [:] : [host.text: server], drainTimeout: drain,
      onDrainTimeout: policy, readyTimeout: ready)
  }

  /// Keys that say something about another kind of balancer would have no effect.
  private func refuseKeys(_ reader: SectionReader, of driver: LoadBalancer.Driver) {
    let own = Schema.balancerKeys[driver.rawValue] ?? []
    let others = Schema.balancerKeys.filter { $0.key != driver.rawValue }
    for (other, keys) in others.sorted(by: { $0.key < $1.key }) {
      for key in keys.subtracting(own).sorted() where reader.isWritten(key) {
        log.add(
          at: reader.position(of: key), "`\(key)` is for the driver \(other), not for \(driver.rawValue)")
      }
    }
  }

  private func nginxFiles(_ reader: SectionReader) -> NginxFiles? {
    if !reader.isWritten("file") { need("file", reader, of: " with the driver nginx") }
    guard let file = reader.read("file", Self.path) else { return nil }
    var files = NginxFiles(file: file)
    if let pidFile = reader.read("pid_file", Self.path) { files.pidFile = pidFile }
    if let program = reader.texts("program"), !program.isEmpty { files.program = program }
    return files
  }

  private typealias NameReader = (ResolvedNode) throws(ValueFault) -> String

  private func nameReader(_ driver: LoadBalancer.Driver?) -> NameReader {
    switch driver {
    case .nginx, .caddy: Self.address
    case .command: Self.line
    case .haproxy, nil: Self.haproxyName
    }
  }

  private func backends(
    _ reader: SectionReader, _ driver: LoadBalancer.Driver?, name: String, _ nameReader: NameReader
  ) -> [String] {
    guard reader.isWritten("backend") else {
      if driver == .command { return [name] }
      need("backend", reader)
      return []
    }
    let backends = reader.readEach("backend", nameReader) ?? []
    if backends.isEmpty, let list = reader.node("backend"), case .list(let items) = list.content,
      items.isEmpty
    {
      log.add(at: list.position, "`backend` names no backend", hint: "for example backend: web")
    }
    return backends
  }

  private func commands(_ reader: SectionReader) -> BalancerCommands? {
    let missing = ["status", "drain", "enable"].filter { !reader.isWritten($0) }
    for key in missing { need(key, reader, of: " with the driver command") }
    let place = reader.word("on", as: BalancerCommands.Place.self) ?? .balancer
    guard let status = command("status", reader), let drain = command("drain", reader),
      let enable = command("enable", reader)
    else { return nil }
    return BalancerCommands(
      place: place, status: status, drain: drain, enable: enable, verify: command("verify", reader),
      weigh: command("weigh", reader), timeout: reader.duration("command_timeout") ?? .seconds(30))
  }

  /// A text is a line for the shell, a list exact words.
  private func command(_ key: String, _ reader: SectionReader) -> String? {
    guard let node = reader.node(key), !node.hasUnknown else { return nil }
    guard case .list(let words) = node.content else { return node.text }
    return ShellWord.line(words.map(\.text))
  }

  private func need(_ key: String, _ reader: SectionReader, of kind: String = "") {
    let example = Schema.balancer[key]?.example ?? ""
    log.add(
      at: reader.position, "a load balancer\(kind) needs `\(key)`", hint: "for example \(key): \(example)")
  }

  /// - Parameter needed: `false` where nothing runs on the balancer's own hosts.
  private func hosts(_ reader: SectionReader, needed: Bool) -> [HostName] {
    if !reader.isWritten("hosts"), needed { need("hosts", reader) }
    guard needed, let patterns = reader.texts("hosts") else { return [] }
    let position = reader.position(of: "hosts")
    let pattern = patterns.joined(separator: ",")
    do {
      let hosts = try variables.inventory.hosts(pattern, position)
      if hosts.isEmpty {
        log.add(
          at: position, "the load balancer's pattern `\(pattern)` matches no host of the inventory",
          hint: NearestName.hint(pattern, in: variables.inventory.groups.keys))
      }
      return hosts
    } catch let problems as FileProblems {
      problems.all.forEach(log.add)
    } catch let problem as FileProblem {
      log.add(problem)
    } catch {
      log.add(at: position, "the pattern `\(pattern)` cannot be read: \(error)")
    }
    return []
  }

  /// HAProxy's own rule for the names of proxies and servers (configuration manual, section 4): anything
  /// else could be taken for another command.
  private static func haproxyName(_ node: ResolvedNode) throws(ValueFault) -> String {
    let text = node.text
    guard !text.isEmpty,
      text.unicodeScalars.allSatisfy({
        $0.isASCII && ($0.properties.isAlphabetic || "0123456789-_.:".unicodeScalars.contains($0))
      })
    else {
      throw ValueFault(
        "`\(text)` is not a name in HAProxy", hint: "letters, digits, `-`, `_`, `.` and `:` are allowed there"
      )
    }
    return text
  }

  /// One word of nginx's configuration, without what would end it.
  private static func address(_ node: ResolvedNode) throws(ValueFault) -> String {
    let text = node.text
    guard !text.isEmpty, !text.contains(where: { $0.isWhitespace || ";{}\"'#\\$".contains($0) }) else {
      throw ValueFault(
        "`\(text)` is not a name or an address in a balancer",
        hint: "for example server: \"{{ address }}:8080\"")
    }
    return text
  }

  /// What commands are told in a variable.
  private static func line(_ node: ResolvedNode) throws(ValueFault) -> String {
    guard !node.text.isEmpty, !node.text.contains(where: \.isNewline) else {
      throw ValueFault("`\(node.text)` is not one line of text")
    }
    return node.text
  }

  private static func path(_ node: ResolvedNode) throws(ValueFault) -> String {
    guard node.text.hasPrefix("/"), !node.text.contains(where: \.isNewline) else {
      throw ValueFault("`\(node.text)` is not an absolute path", hint: "for example /run/haproxy/admin.sock")
    }
    return node.text
  }
}
