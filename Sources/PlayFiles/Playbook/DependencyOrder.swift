import PlayModel

/// Puts a host's services in an order where each comes after those it depends on, otherwise as the file has them.
struct DependencyOrder {
  private(set) var indices: [Int] = []
  private(set) var problems: [FileProblem] = []
  private var awaitedHealthy: Set<ServiceName> = []
  private let services: [ReadService?]
  private let places: [ServiceName: Int]
  private var path: [Int] = []

  init(_ services: [ReadService?]) {
    self.services = services
    places = Dictionary(
      services.enumerated().compactMap { index, service in service.map { ($0.spec.name, index) } },
      uniquingKeysWith: { first, _ in first })
    for index in services.indices { visit(index) }
    for service in services { service.map { checkHealth(of: $0) } }
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

  /// Who waits for a service to be healthy cannot do so when its health check is off.
  private mutating func checkHealth(of service: ReadService) {
    for dependency in service.spec.dependencies where dependency.condition == .healthy {
      guard let other = places[dependency.service].flatMap({ services[$0] }) else { continue }
      awaitedHealthy.insert(dependency.service)
      guard other.spec.healthCheck?.test == .disabled else { continue }
      problems.append(
        FileProblem(
          at: service.dependsOnPosition,
          "`\(service.spec.name)` waits for `\(dependency.service)` to be healthy, and its health check is disabled"
        ))
    }
  }

  /// Services that nothing at all is asked of.
  var warnings: [FileProblem] {
    let unchecked = Set(specs.filter(\.checks.isEmpty).map(\.name))
    return services.compactMap(\.self).filter { unchecked.contains($0.spec.name) }.map { service in
      FileProblem(
        at: service.namePosition,
        "`\(service.spec.name)` has no checks: a container that keeps running counts as deployed",
        hint: "for example checks: [{http: \"http://127.0.0.1:8080/health\"}]")
    }
  }

  /// The specs in order. One that another waits for until it is healthy has that among its checks.
  var specs: [ServiceSpec] {
    indices.compactMap { services[$0]?.spec }.map { spec in
      guard awaitedHealthy.contains(spec.name), !spec.checks.contains(where: { $0.question == .healthy })
      else {
        return spec
      }
      var spec = spec
      spec.checks.append(Check(.healthy))
      return spec
    }
  }
}
