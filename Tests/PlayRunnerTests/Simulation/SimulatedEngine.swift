import PlayModel

/// A container engine without containers: names, states, restart policies and host ports as Docker has them.
struct SimulatedEngine {
  /// What a release does once it runs; the image's tag says it.
  enum Behaviour: String {
    /// Serves.
    case good
    /// Its process ends a moment after its start.
    case crashing
    /// Runs, and answers 500.
    case sick
  }

  struct Container {
    let id: String
    var name: String
    var image: String
    var labels: [String: String]
    var ports: [Int]
    var status = ObservedContainer.Status.created
    var policy: RestartPolicy
    var restarts = 0
    var exit = 0
    /// A number that is new with every start.
    var startedAt = 0
    /// `docker stop` was the last word: `unless-stopped` stays stopped then.
    var stoppedByHand = false
    let behaviour: Behaviour

    var isUp: Bool { status == .running || status == .restarting }
    var isServing: Bool { status == .running && behaviour == .good }
  }

  /// What the engine's client prints before it exits with 1.
  struct Refusal: Error { let words: String }

  private(set) var containers: [Container] = []
  var images: Set<String> = []
  private var counter = 0
  let host: String

  init(host: String) { self.host = host }

  func container(_ id: String) -> Container? { containers.first { $0.id == id || $0.name == id } }

  func serving(_ service: String) -> [Container] {
    containers.filter { $0.labels[ContainerLabel.service] == service && $0.isUp }
  }

  mutating func create(
    name: String, image: String, labels: [String: String], ports: [Int], policy: RestartPolicy
  ) throws -> String {
    guard container(name) == nil else {
      throw Refusal(words: "Conflict. The container name \"/\(name)\" is already in use by container")
    }
    counter += 1
    let tag = image.split(separator: "@")[0].split(separator: ":").last.map(String.init) ?? ""
    let id = "\(host)c\(counter)"
    containers.append(
      Container(
        id: id, name: name, image: image, labels: labels, ports: ports, policy: policy,
        behaviour: Behaviour(rawValue: String(tag.drop { $0 != "-" }.dropFirst())) ?? .good))
    return id
  }

  mutating func start(_ id: String) throws {
    try change(id) { engine, index in
      guard !engine.containers[index].isUp else { return }
      for port in engine.containers[index].ports {
        guard !engine.containers.contains(where: { $0.isUp && $0.ports.contains(port) }) else {
          throw Refusal(words: "Bind for 0.0.0.0:\(port) failed: port is already allocated")
        }
      }
      engine.run(index)
    }
  }

  mutating func stop(_ id: String) throws {
    try change(id) { engine, index in
      guard engine.containers[index].isUp else { return }
      engine.containers[index].status = .exited
      engine.containers[index].stoppedByHand = true
    }
  }

  mutating func rename(_ id: String, to name: String) throws {
    try change(id) { engine, index in
      guard engine.containers[index].name != name else { return }
      guard engine.container(name) == nil else {
        throw Refusal(words: "Conflict. The container name \"/\(name)\" is already in use by container")
      }
      engine.containers[index].name = name
    }
  }

  mutating func update(_ id: String, policy: RestartPolicy) throws {
    try change(id) { engine, index in engine.containers[index].policy = policy }
  }

  mutating func remove(_ id: String) throws {
    try change(id) { engine, index in engine.containers.remove(at: index) }
  }

  /// Its process ends by itself.
  mutating func die(_ id: String, start: Int) {
    guard let index = containers.firstIndex(where: { $0.id == id }), containers[index].startedAt == start,
      containers[index].isUp
    else { return }
    containers[index].exit = 1
    if containers[index].policy == .no {
      containers[index].status = .exited
    } else {
      containers[index].restarts += 1
      containers[index].status = .restarting
    }
  }

  /// The engine ends: it stops everything.
  mutating func goDown() {
    for index in containers.indices where containers[index].isUp { containers[index].status = .exited }
  }

  /// The engine begins: restart policies act, in no promised order but one at a time.
  mutating func comeUp() {
    for index in containers.indices where containers[index].status != .created {
      switch containers[index].policy {
      case .always: revive(index)
      case .unlessStopped: if !containers[index].stoppedByHand { revive(index) }
      case .no, .onFailure: continue
      }
    }
  }

  private mutating func revive(_ index: Int) {
    let ports = containers[index].ports
    guard !containers.contains(where: { $0.isUp && !Set($0.ports).isDisjoint(with: ports) }) else { return }
    run(index)
  }

  private mutating func run(_ index: Int) {
    counter += 1
    containers[index].status = .running
    containers[index].startedAt = counter
    containers[index].stoppedByHand = false
  }

  private mutating func change(
    _ id: String, _ body: (inout SimulatedEngine, Int) throws -> Void
  ) throws {
    guard let index = containers.firstIndex(where: { $0.id == id || $0.name == id }) else {
      throw Refusal(words: "No such container: \(id)")
    }
    try body(&self, index)
  }
}
