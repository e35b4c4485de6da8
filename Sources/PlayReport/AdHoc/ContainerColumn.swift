import PlayModel

/// One column of a list of containers.
struct ContainerColumn: Sendable {
  let title: String
  /// Where there is not room for all, those with the highest number go first; 0 always stays.
  let rank: Int
  let cell: @Sendable (ContainerSighting) -> StyledText

  private init(_ title: String, rank: Int, _ cell: @escaping @Sendable (ContainerSighting) -> StyledText) {
    self.title = title
    self.rank = rank
    self.cell = cell
  }

  static let host = ContainerColumn("host", rank: 0) { StyledText($0.host.text) }
  static let service = ContainerColumn("service", rank: 0) {
    $0.service.map { StyledText($0.text) } ?? StyledText("-", .dim)
  }
  static let container = ContainerColumn("container", rank: 1) {
    StyledText($0.container.name, $0.place == .current ? .plain : .dim)
  }
  static let version = ContainerColumn("version", rank: 0) { StyledText($0.version) }
  static let state = ContainerColumn("state", rank: 0) { state($0) }
  static let health = ContainerColumn("health", rank: 2) { sighting in
    switch sighting.container.health {
    case .none: StyledText()
    case .starting: StyledText("starting", .attention)
    case .healthy: StyledText("healthy", .good)
    case .unhealthy: StyledText("unhealthy", .bad)
    }
  }
  static let since = ContainerColumn("since", rank: 3) { StyledText($0.age.map(AgeText.text) ?? "") }
  static let restarts = ContainerColumn("restarts", rank: 5) {
    StyledText("\($0.container.restartCount)", $0.container.restartCount > 0 ? .attention : .dim)
  }
  static let ports = ContainerColumn("ports", rank: 6) { StyledText(ports($0.container.hostPorts)) }
  static let memoryUse = ContainerColumn("memory", rank: 4) { sighting in
    guard let use = sighting.usage?.memory else { return StyledText() }
    let limit = sighting.memoryLimit
    let isNear = limit.map { Double(use) > Double($0) * 0.9 } ?? false
    let text = StyledText(SizeText.bytes(use), isNear ? .attention : .plain)
    return limit.map { text + StyledText(" of \(SizeText.bytes($0))", .dim) } ?? text
  }
  static let processorUse = ContainerColumn("cpus", rank: 4) { sighting in
    guard let use = sighting.usage?.processors else { return StyledText() }
    let text = StyledText(SizeText.processors(use))
    return sighting.processorLimit.map { text + StyledText(" of \(SizeText.processors($0))", .dim) } ?? text
  }
  static let memoryLimit = ContainerColumn("mem limit", rank: 8) {
    StyledText($0.memoryLimit.map(SizeText.bytes) ?? "")
  }
  static let processorLimit = ContainerColumn("cpus", rank: 9) {
    StyledText($0.processorLimit.map(SizeText.processors) ?? "")
  }
  static let run = ContainerColumn("run", rank: 7) { StyledText($0.run?.text ?? "", .dim) }
  static let identifier = ContainerColumn("id", rank: 10) {
    StyledText(String($0.container.id.prefix(12)), .dim)
  }
  static let image = ContainerColumn("image", rank: 11) { StyledText($0.imageName) }
  static let digest = ContainerColumn("digest", rank: 12) { StyledText($0.digest ?? "", .dim) }

  private static func state(_ sighting: ContainerSighting) -> StyledText {
    let container = sighting.container
    let rests = sighting.place == .previous || sighting.place == .next
    switch container.status {
    case .running: return StyledText("running", .good)
    case .restarting: return StyledText("restarting (\(container.exitCode))", .bad)
    case .exited, .dead:
      let code = container.outOfMemory ? "out of memory" : "\(container.exitCode)"
      return StyledText("\(container.status.rawValue) (\(code))", rests ? .dim : .bad)
    case .created, .paused, .removing:
      return StyledText(container.status.rawValue, rests ? .dim : .attention)
    }
  }

  /// `8080, 127.0.0.1:9000, 53/udp`: what is published on all addresses is named by its port alone, once.
  static func ports(_ bindings: [String]) -> String {
    var shown: [String] = []
    for binding in bindings {
      var text = Substring(binding)
      for wildcard in ["0.0.0.0:", "[::]:", ":::", ":"] where text.hasPrefix(wildcard) {
        text = text.dropFirst(wildcard.count)
        break
      }
      if text.hasSuffix("/tcp") { text = text.dropLast(4) }
      if !shown.contains(String(text)) { shown.append(String(text)) }
    }
    return shown.joined(separator: ", ")
  }
}
