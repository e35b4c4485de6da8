import PlayModel

/// Puts a host's services in an order where each comes after those it depends on, otherwise as the file has them.
struct DependencyOrder {
  private(set) var indices: [Int] = []
  private(set) var problems: [FileProblem] = []
  private let services: [ReadService?]
  private let places: [ServiceName: Int]
  private var path: [Int] = []

  init(_ services: [ReadService?]) {
    self.services = services
    places = Dictionary(
      services.enumerated().compactMap { index, service in service.map { ($0.spec.name, index) } },
      uniquingKeysWith: { first, _ in first })
    for index in services.indices { visit(index) }
    for service in services { service.map { checkConditions(of: $0) } }
  }

  private mutating func visit(_ index: Int) {
    if indices.contains(index) { return }
    if let start = path.firstIndex(of: index) {
      report(circle: Array(path[start...]))
      return
    }
    guard let service = services[index] else { return }
    path.append(index)
    for dependency in service.spec.dependencies {
      if let place = places[dependency.service] { visit(place) }
    }
    path.removeLast()
    if !indices.contains(index) { indices.append(index) }
  }

  private mutating func report(circle: [Int]) {
    let names = (circle + circle.prefix(1)).compactMap { services[$0]?.spec.name.text }
    guard let first = circle.first.flatMap({ services[$0] }) else { return }
    problems.append(
      FileProblem(
        at: first.dependsOnPosition,
        "the services depend on each other in a circle: \(names.joined(separator: " → "))",
        hint: "remove one of the dependencies"))
  }

  private mutating func checkConditions(of service: ReadService) {
    for dependency in service.spec.dependencies {
      guard let other = places[dependency.service].flatMap({ services[$0] }) else { continue }
      switch (dependency.condition, other.spec.restart, other.spec.healthCheck?.test) {
      case (.completed, .always, _), (.completed, .unlessStopped, _):
        problems.append(
          FileProblem(
            at: service.dependsOnPosition,
            "`\(service.spec.name)` waits for `\(dependency.service)` to complete, which its `restart: \(other.spec.restart.text)` prevents",
            hint: "give `\(dependency.service)` restart: \"no\" or on-failure"))
      case (.healthy, _, .disabled):
        problems.append(
          FileProblem(
            at: service.dependsOnPosition,
            "`\(service.spec.name)` waits for `\(dependency.service)` to be healthy, and its health check is disabled"
          ))
      default: break
      }
    }
  }
}
