import PlayModel

extension ServiceReader {
  /// Gives the position of each port of the spec.
  func readPorts(into spec: inout ServiceSpec) -> [SourcePosition] {
    var positions: [SourcePosition] = []
    for element in reader.node("ports")?.elements ?? [] where !element.isUnknown {
      for port in ports(element) {
        spec.ports.append(port)
        positions.append(element.position)
      }
    }
    return positions
  }

  private func ports(_ node: ResolvedNode) -> [PortMapping] {
    guard case .map = node.content else {
      return log.attempt("ports", at: node.position) { () throws(ValueFault) in try PortText.parse(node.text)
      } ?? []
    }
    guard let long = SectionReader(node, Schema.port, log: log), !node.hasUnknown else { return [] }
    _ = long.read("mode") { mode throws(ValueFault) in
      if mode.text != "host" {
        throw ValueFault("only `host` is supported", hint: "a port is published on the host itself")
      }
    }
    let container = long.read("target") { target throws(ValueFault) in
      try PortText.range(target.text, what: "container port", of: target.text, from: 1)
    }
    let published = long.read("published") { published throws(ValueFault) in
      try PortText.range(published.text, what: "host port", of: published.text, from: 0)
    }
    let address = long.read("host_ip") { address throws(ValueFault) in try PortText.hostAddress(address.text)
    }
    let transport = long.read("protocol") { name throws(ValueFault) in try PortText.transport(name.text) }
    guard let container else { return [] }
    return log.attempt("ports", at: node.position) { () throws(ValueFault) in
      try PortText.pair(
        address: address ?? nil, host: published, container: container, transport: transport ?? .tcp,
        text: "\(long.text("published") ?? ""):\(long.text("target") ?? "")")
    } ?? []
  }

  func readNetworks(into spec: inout ServiceSpec) {
    spec.networkMode = reader.read("network_mode", networkMode)
    spec.networks = networks()
    spec.extraHosts = extraHosts()
    spec.dns = reader.readEach("dns") { node throws(ValueFault) in try Self.address(node.text) } ?? []
    spec.dnsSearch = reader.texts("dns_search") ?? []
    guard let mode = spec.networkMode else { return }
    if !spec.networks.isEmpty {
      log.add(
        at: reader.position(of: "network_mode"), "`network_mode` and `networks` cannot both be set",
        hint: "remove one")
    }
    let isShared = mode.hasPrefix("container:") || mode.hasPrefix("service:")
    let hasNoPorts = isShared || mode == "host" || mode == "none"
    if hasNoPorts, !spec.ports.isEmpty {
      log.add(
        at: reader.position(of: "ports"), "ports cannot be published with `network_mode: \(mode)`",
        hint: mode == "host"
          ? "the container's ports are the host's already; remove `ports`" : "remove `ports`")
    }
    if isShared, spec.hostname != nil {
      log.add(
        at: reader.position(of: "hostname"), "`hostname` cannot be set with `network_mode: \(mode)`",
        hint: "the container has the other one's host name")
    }
  }

  private func networkMode(_ node: ResolvedNode) throws(ValueFault) -> String {
    let mode = node.text
    guard !mode.isEmpty, mode != "container:", mode != "service:" else {
      throw ValueFault(
        "`\(mode)` is not a network mode", hint: "host, none, bridge, service:NAME or container:NAME")
    }
    return mode
  }

  static func address(_ text: String) throws(ValueFault) -> String {
    guard IPAddress.isValid(text) else { throw ValueFault("`\(text)` is not an IP address") }
    return text
  }

  private func networks() -> [NetworkAttachment] {
    var networks: [NetworkAttachment] = []
    let entries: [(name: String, position: SourcePosition, options: ResolvedNode?)]
    switch reader.node("networks")?.content {
    case .list(let items):
      entries = items.filter { !$0.isUnknown }.map { ($0.text, $0.position, nil) }
    case .map(let map): entries = map.map { ($0.key, $0.keyPosition, $0.node.isNull ? nil : $0.node) }
    default: entries = []
    }
    for (name, position, options) in entries {
      if name == "host" || name == "none" {
        log.add(at: position, "`\(name)` is no network to join", hint: "write network_mode: \(name)")
      } else if networks.contains(where: { $0.name == name }) {
        log.add(at: position, "`networks` names `\(name)` twice")
      } else {
        networks.append(network(name, options))
      }
    }
    return networks
  }

  private func network(_ name: String, _ options: ResolvedNode?) -> NetworkAttachment {
    // On a network of its own making the engine knows a container by the service's name too, as Compose has it. Its
    // default networks have no names at all.
    let isDefault = ["bridge", "default"].contains(name)
    var network = NetworkAttachment(name: name, aliases: isDefault ? [] : [self.name.text])
    guard let options, let section = SectionReader(options, Schema.network, log: log) else { return network }
    let aliases = section.texts("aliases") ?? []
    if isDefault, !aliases.isEmpty {
      log.add(
        at: section.position(of: "aliases"), "the engine's default network knows no aliases",
        hint: "use a network of your own")
    }
    network.aliases += aliases.filter { $0 != self.name.text }
    network.ipv4Address = section.read("ipv4_address") { node throws(ValueFault) in
      guard IPAddress.isIPv4(node.text) else { throw ValueFault("`\(node.text)` is not an IPv4 address") }
      return node.text
    }
    network.ipv6Address = section.read("ipv6_address") { node throws(ValueFault) in
      guard IPAddress.isIPv6(node.text) else { throw ValueFault("`\(node.text)` is not an IPv6 address") }
      return node.text
    }
    return network
  }

  /// `NAME=ADDRESS` (preferred by Compose) or `NAME:ADDRESS`, or a map to one or several addresses.
  private func extraHosts() -> [String] {
    guard let node = reader.node("extra_hosts") else { return [] }
    if case .map(let entries) = node.content {
      return entries.flatMap { entry in
        entry.node.elements.compactMap { address in
          address.hasUnknown
            ? nil
            : log.attempt("extra_hosts", at: address.position) { () throws(ValueFault) in
              try Self.extraHost(entry.key, address.text)
            }
        }
      }
    }
    return reader.readEach("extra_hosts") { item throws(ValueFault) in
      guard let separator = item.text.firstIndex(where: { $0 == "=" }) ?? item.text.firstIndex(of: ":") else {
        throw ValueFault("`\(item.text)` has no address", hint: "write NAME:ADDRESS")
      }
      let address = item.text[item.text.index(after: separator)...]
      return try Self.extraHost(String(item.text[..<separator]), String(address))
    } ?? []
  }

  private static func extraHost(_ name: String, _ address: String) throws(ValueFault) -> String {
    let bare =
      address.hasPrefix("[") && address.hasSuffix("]") ? String(address.dropFirst().dropLast()) : address
    guard !name.isEmpty else {
      throw ValueFault("a host name is missing before `\(address)`", hint: "write NAME:ADDRESS")
    }
    // The engine's word for the address of the host itself.
    guard bare == "host-gateway" || IPAddress.isValid(bare) else {
      throw ValueFault("`\(address)` is not an IP address")
    }
    return "\(name):\(bare)"
  }
}
