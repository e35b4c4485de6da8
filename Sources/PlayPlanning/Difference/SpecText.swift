import PlayModel

/// Values of a spec as a playbook would say them, on one line.
enum SpecText {
  /// A command's words; those with a space or a quote are quoted, so that one word looks like one.
  static func words(_ words: [String]) -> String {
    words.isEmpty ? "[]" : words.map { needsQuotes($0) ? quoted($0) : $0 }.joined(separator: " ")
  }

  private static func needsQuotes(_ word: String) -> Bool {
    word.isEmpty || word.contains { $0.isWhitespace || $0 == "\"" || $0 == "'" || $0 == "\\" }
  }

  private static func quoted(_ word: String) -> String {
    let escaped = word.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
      .replacing("\n", with: "\\n")
    return "\"\(escaped)\""
  }

  static func environment(_ value: EnvironmentValue) -> String {
    switch value {
    case .plain(let text): text.isEmpty ? "\"\"" : text
    case .secret, .withheld: SpecContent.secret
    }
  }

  /// Compose's short form.
  static func port(_ port: PortMapping) -> String {
    var text = port.hostAddress.map { $0.contains(":") ? "[\($0)]:" : "\($0):" } ?? ""
    if let range = port.hostPorts {
      text += range.count == 1 ? "\(range.lowerBound):" : "\(range.lowerBound)-\(range.upperBound):"
    } else if port.hostAddress != nil {
      text += ":"
    }
    return text + "\(port.containerPort)" + (port.transport == .tcp ? "" : "/\(port.transport.rawValue)")
  }

  static func mount(_ mount: Mount) -> String {
    var options: [String] = []
    if mount.readOnly { options.append("ro") }
    if let propagation = mount.propagation { options.append(propagation) }
    if let selinux = mount.selinux { options.append(selinux) }
    if mount.noCopy { options.append("nocopy") }
    if mount.createHostPath { options.append("create") }
    if let size = mount.size { options.append("size=\(bytes(size))") }
    if let mode = mount.mode { options.append("mode=\(String(mode, radix: 8))") }
    let kind = mount.kind == .bind && mount.source?.hasPrefix("/") == true ? "" : "\(mount.kind.rawValue) "
    let paths = mount.source.map { "\($0):\(mount.target)" } ?? mount.target
    return kind + paths + (options.isEmpty ? "" : ":\(options.joined(separator: ","))")
  }

  static func network(_ network: NetworkAttachment) -> String {
    var parts = [network.name]
    if !network.aliases.isEmpty { parts.append("aliases \(network.aliases.joined(separator: ", "))") }
    if let address = network.ipv4Address { parts.append("ipv4_address \(address)") }
    if let address = network.ipv6Address { parts.append("ipv6_address \(address)") }
    return parts.joined(separator: ", ")
  }

  /// The largest unit that says it exactly: `8g`, `512m`, `1000` bytes without one; -1 is unlimited.
  static func bytes(_ count: Int) -> String {
    guard count > 0 else { return "\(count)" }
    for (shift, unit) in [(30, "g"), (20, "m"), (10, "k")] where count % (1 << shift) == 0 {
      return "\(count >> shift)\(unit)"
    }
    return "\(count)"
  }

  static func number(_ number: Double) -> String {
    number == number.rounded() && number.magnitude < 1e15 ? "\(Int(number))" : "\(number)"
  }

  static func limit(_ limit: ResourceLimit) -> String {
    limit.soft == limit.hard ? "\(limit.soft)" : "soft \(limit.soft), hard \(limit.hard)"
  }

  static func logging(_ logging: Logging) -> String {
    let options = logging.options.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
    return ([logging.driver ?? "default driver"] + options).joined(separator: ", ")
  }

  static func dependency(_ dependency: Dependency) -> String {
    dependency.condition == .started
      ? dependency.service.text : "\(dependency.service), \(dependency.condition.rawValue)"
  }

  /// Compose's spelling: `1h5m30s`, `1.5s`, `250ms`, `1us`; what is smaller is cut off.
  static func duration(_ duration: Duration) -> String {
    let (seconds, attoseconds) = duration.components
    let microseconds = attoseconds / 1_000_000_000_000
    guard seconds != 0 || microseconds == 0 else {
      return microseconds % 1000 == 0 ? "\(microseconds / 1000)ms" : "\(microseconds)us"
    }
    var text = seconds >= 3600 ? "\(seconds / 3600)h" : ""
    if seconds / 60 % 60 > 0 { text += "\(seconds / 60 % 60)m" }
    guard seconds % 60 != 0 || microseconds != 0 || text.isEmpty else { return text }
    guard microseconds != 0 else { return text + "\(seconds % 60)s" }
    var fraction = String(microseconds + 1_000_000).dropFirst()
    while fraction.last == "0" { fraction.removeLast() }
    return text + "\(seconds % 60).\(fraction)s"
  }
}
