import PlayModel

extension ServiceReader {
  func readDependencies(into spec: inout ServiceSpec) {
    for (service, position, options) in dependencies() {
      guard service != name.text else {
        log.add(at: position, "`\(name)` depends on itself")
        continue
      }
      guard around.services.contains(where: { $0.text == service }) else {
        log.add(
          at: position, "`depends_on`: the play has no service `\(service)`",
          hint: NearestName.hint(service, in: around.services.map(\.text)))
        continue
      }
      if spec.dependencies.contains(where: { $0.service.text == service }) {
        log.add(at: position, "`depends_on` names `\(service)` twice")
      } else {
        spec.dependencies.append(Dependency(service: ServiceName(service), condition: condition(options)))
      }
    }
    readSharedNamespaces(into: &spec)
  }

  /// A service whose namespace this one shares goes first, as in Compose.
  private func readSharedNamespaces(into spec: inout ServiceSpec) {
    for (key, mode) in [("network_mode", spec.networkMode), ("ipc", spec.ipc), ("pid", spec.pid)] {
      guard let mode, mode.hasPrefix("service:") else { continue }
      let service = String(mode.dropFirst("service:".count))
      guard service != name.text, around.services.contains(where: { $0.text == service }) else {
        let isItself = service == name.text
        log.add(
          at: reader.position(of: key),
          isItself
            ? "`\(key)`: `\(name)` cannot share with itself"
            : "`\(key)`: the play has no service `\(service)`",
          hint: isItself ? nil : NearestName.hint(service, in: around.services.map(\.text)))
        continue
      }
      if !spec.dependencies.contains(where: { $0.service.text == service }) {
        spec.dependencies.append(Dependency(service: ServiceName(service)))
      }
    }
  }

  private func dependencies() -> [(String, SourcePosition, ResolvedNode?)] {
    switch reader.node("depends_on")?.content {
    case .list(let items): items.filter { !$0.isUnknown }.map { ($0.text, $0.position, nil) }
    case .map(let entries): entries.map { ($0.key, $0.keyPosition, $0.node.isNull ? nil : $0.node) }
    default: []
    }
  }

  private func condition(_ options: ResolvedNode?) -> Dependency.Condition {
    guard let options, let section = SectionReader(options, Schema.dependency, log: log) else {
      return .started
    }
    if section.flag("required") == false {
      log.add(at: section.position(of: "required"), "`required: false` is not supported yet")
    }
    if section.flag("restart") == true {
      log.add(at: section.position(of: "restart"), "`restart: true` is not supported yet")
    }
    let condition = section.read("condition") { node throws(ValueFault) in
      switch node.text {
      case "service_started": return Dependency.Condition.started
      case "service_healthy": return .healthy
      case "service_completed_successfully":
        throw ValueFault(
          "`\(node.text)` is not supported yet",
          hint: "a container that ends counts as failed; do the work when the service starts")
      default: throw ScalarReader.notAWord(node.text, ["service_started", "service_healthy"])
      }
    }
    return condition ?? .started
  }
}
