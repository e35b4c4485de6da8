import Foundation
import PlayModel
import Testing

/// What the run store and container labels keep must be readable for ever: these texts may grow, but
/// what stands here now must go on being read as the same values.
@Suite struct StoredFormTests {
  private static func encode(_ value: some Encodable) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(value), as: UTF8.self)
  }

  private static func decode<Item: Decodable>(_ type: Item.Type, _ text: String) throws -> Item {
    try JSONDecoder().decode(type, from: Data(text.utf8))
  }

  private static let key = StepKey(play: 1, host: "h1", service: "web", kind: .switchOver)
  private static let trouble = Trouble(
    .checkFailed, "answered 500", advice: "look", state: "running", log: ["a", "b"])
  private static let troubleText =
    #"{"advice":"look","detail":"answered 500","log":["a","b"],"reason":"check_failed","state":"running"}"#
  private static let header = RunHeader(
    mode: .rollback, command: "swiftplay rollback", user: "ana", machine: "ops1", processID: 7,
    version: "0.1.0", playbooks: ["p.yml"], inventories: ["prod"], gitCommit: "7e56", gitDirty: true,
    variables: ["a": 1, "b": ["x", nil, 1.5, true]])

  static let events: [(RunEvent.Body, String)] = [
    (
      .started(header),
      #"{"header":{"command":"swiftplay rollback","gitCommit":"7e56","gitDirty":true,"inventories":["prod"],"#
        + #""machine":"ops1","mode":"rollback","playbooks":["p.yml"],"processID":7,"user":"ana","#
        + #""variables":{"a":1,"b":["x",null,1.5,true]},"version":"0.1.0"},"type":"run.started"}"#
    ),
    (.surveyed(host: "h1", trouble: nil), #"{"host":"h1","type":"host.surveyed"}"#),
    (
      .surveyed(host: "h1", trouble: trouble),
      #"{"host":"h1","trouble":\#(troubleText),"type":"host.surveyed"}"#
    ),
    (
      .batchStarted(play: 1, batch: 2, hosts: ["h1", "h2"]),
      #"{"batch":2,"hosts":["h1","h2"],"play":1,"type":"batch.started"}"#
    ),
    (.batchFinished(play: 1, batch: 2), #"{"batch":2,"play":1,"type":"batch.finished"}"#),
    (
      .stepStarted(key),
      #"{"host":"h1","play":1,"service":"web","step":"switch","type":"step.started"}"#
    ),
    (
      .stepFinished(key, .failed, trouble),
      #"{"host":"h1","outcome":"failed","play":1,"service":"web","step":"switch","trouble":\#(troubleText),"#
        + #""type":"step.finished"}"#
    ),
    (
      .membershipSeen(
        key,
        [
          BalancerMembership(
            balancer: "edge", host: "lb", backend: "web", server: "srv1", state: .ready, weight: 5, isUp: true
          )
        ]),
      #"{"host":"h1","memberships":[{"backend":"web","balancer":"edge","host":"lb","isUp":true,"server":"srv1","state":"ready","weight":5}],"play":1,"service":"web","step":"switch","type":"membership.seen"}"#
    ),
    (
      .containerCreated(key, id: "c0ffee"),
      #"{"container":"c0ffee","host":"h1","play":1,"service":"web","step":"switch","type":"container.created"}"#
    ),
    (
      .undoStarted(key),
      #"{"host":"h1","play":1,"service":"web","step":"switch","type":"undo.started"}"#
    ),
    (
      .undoFinished(key, .unknown, nil),
      #"{"host":"h1","outcome":"unknown","play":1,"service":"web","step":"switch","type":"undo.finished"}"#
    ),
    (
      .hookStarted(
        Hook.Key(play: 1, stage: .beforeRun, index: 0),
        Hook("up", on: .controller, timeout: .zero, undo: "down")),
      #"{"hook":{"command":"up","environment":{},"on":"controller","timeout":[0,0],"undo":"down"},"index":0,"#
        + #""play":1,"stage":"before_run","type":"hook.started"}"#
    ),
    (
      .hookFinished(Hook.Key(play: 1, stage: .onFailure, index: 2), .failed, trouble),
      #"{"index":2,"outcome":"failed","play":1,"stage":"on_failure","trouble":\#(troubleText),"type":"hook.finished"}"#
    ),
    (
      .hookUndone(Hook.Key(play: 1, stage: .beforeRun, index: 0), .succeeded, nil),
      #"{"index":0,"outcome":"succeeded","play":1,"stage":"before_run","type":"hook.undone"}"#
    ),
    (
      .reverting(reason: "1 host failed", hosts: ["h1"]),
      #"{"hosts":["h1"],"reason":"1 host failed","type":"run.reverting"}"#
    ),
    (
      .hostFinished(host: "h1", outcome: .rolledBack, trouble: nil),
      #"{"host":"h1","outcome":"rolled_back","type":"host.finished"}"#
    ),
    (
      .waiting(reason: "pause", duration: .milliseconds(1500)),
      #"{"milliseconds":1500,"reason":"pause","type":"run.waiting"}"#
    ),
    (.note("hello"), #"{"text":"hello","type":"note"}"#),
    (.finished(.rolledBack, reason: nil), #"{"outcome":"rolled_back","type":"run.finished"}"#),
    (
      .finished(.refused, reason: "locked"),
      #"{"outcome":"refused","reason":"locked","type":"run.finished"}"#
    ),
  ]

  @Test(arguments: events) func keepsEventsInStableForm(body: RunEvent.Body, text: String) throws {
    #expect(try Self.encode(body) == text)
    #expect(try Self.decode(RunEvent.Body.self, text) == body)
  }

  @Test func keepsAPlan() throws {
    var policy = RolloutPolicy()
    policy.serial = [.count(1), .percent(25), .percent(33.5)]
    policy.onFailure = .rollbackBatch
    let spec = ServiceSpec(name: "web", image: ImageReference(repository: "shop/web", tag: "2.0"))
    let previous = ObservedContainer(
      id: "01d", name: "web", image: "shop/web:1.0", imageID: "sha256:1", status: .running)
    let change = ServiceChange(
      verdict: .replace, reasons: ["image 1.0 → 2.0"], spec: spec, specHash: "abc", image: spec.image,
      previous: previous)
    let plan = PlayPlan(
      play: 0, name: "shop", policy: policy, batches: [["h1"]],
      hosts: [HostPlan(host: "h1", services: [change])])
    let text =
      #"{"plan":{"batches":[["h1"]],"hosts":[{"host":"h1","services":[{"image":"shop/web:2.0","#
      + #""previous":{"id":"01d","image":"shop/web:1.0","image_id":"sha256:1","name":"web","#
      + #""status":"running"},"reasons":["image 1.0 → 2.0"],"spec":{"image":"shop/web:2.0","name":"web"},"#
      + #""specHash":"abc","verdict":"replace"}]}],"name":"shop","play":0,"#
      + #""policy":{"on_failure":"rollback_batch","serial":[1,"25.0%","33.5%"]}},"type":"play.planned"}"#
    #expect(try Self.encode(RunEvent.Body.planned(plan)) == text)
    #expect(try Self.decode(RunEvent.Body.self, text) == .planned(plan))

    // Its large parts are behind references: a copy is changed alone.
    var copy = change
    copy.spec.image = ImageReference(repository: "shop/other", tag: "1")
    copy.previous = nil
    #expect(change.spec == spec && change.previous == previous)
    #expect(copy != change && copy.service == "web")
  }

  @Test func keepsTheMoveOfTraffic() throws {
    let plan = PlayPlan(
      play: 0, name: "shop", policy: RolloutPolicy(), batches: [["h1"]], hosts: [],
      groupSwitch: GroupSwitch(
        incoming: .init(name: "green", hosts: ["h2"]), outgoing: .init(name: "blue", hosts: ["h1"]), batch: 0)
    )
    let text =
      #"{"plan":{"batches":[["h1"]],"groupSwitch":{"batch":0,"incoming":{"hosts":["h2"],"name":"green"},"#
      + #""outgoing":{"hosts":["h1"],"name":"blue"}},"hosts":[],"name":"shop","play":0,"policy":{}},"#
      + #""type":"play.planned"}"#
    #expect(try Self.encode(RunEvent.Body.planned(plan)) == text)
    #expect(try Self.decode(RunEvent.Body.self, text) == .planned(plan))
  }

  @Test func keepsWholeEvents() throws {
    let event = RunEvent(
      sequence: 3, time: Timestamp(milliseconds: 1_795_364_430_123), run: "r1", body: .note("x"))
    let text = #"{"body":{"text":"x","type":"note"},"run":"r1","sequence":3,"time":1795364430123}"#
    #expect(try Self.encode(event) == text)
    #expect(try Self.decode(RunEvent.self, text) == event)
  }

  @Test func refusesUnknownTypesAndSteps() {
    #expect(throws: DecodingError.self) { try Self.decode(RunEvent.Body.self, #"{"type":"run.flown"}"#) }
    #expect(throws: DecodingError.self) {
      try Self.decode(
        RunEvent.Body.self, #"{"host":"h1","play":1,"service":"web","step":"fly","type":"step.started"}"#)
    }
  }

  /// Every property of these types takes part in its stored form: one that is added and forgotten in
  /// the coding would be lost on the way.
  @Test func keepsEveryProperty() throws {
    let spec = FullSpec.spec
    #expect(try Self.decode(ServiceSpec.self, try Self.encode(spec)) == spec)
    let standard = ServiceSpec(name: "web", image: ImageReference(repository: "other"))
    let sameAsDefault = zip(Mirror(reflecting: spec).children, Mirror(reflecting: standard).children)
      .filter { "\($0.value)" == "\($1.value)" }.compactMap(\.0.label)
    #expect(sameAsDefault == ["name"])

    var policy = RolloutPolicy()
    policy.serial = [.count(2)]
    policy.order = .startFirst
    policy.pause = .seconds(1)
    policy.bake = .seconds(2)
    policy.maxFailures = .percent(10)
    policy.minHealthy = .count(3)
    policy.onFailure = .continue
    policy.keep = 2
    policy.refuseOlder = true
    policy.confirm = true
    policy.balancers = [
      LoadBalancer(
        name: "edge", driver: .haproxy, hosts: ["lb"], socket: "/run/s", backends: ["web"],
        servers: ["h1": "srv1"], drainTimeout: .seconds(4), onDrainTimeout: .cut, readyTimeout: .seconds(5)),
      LoadBalancer(
        name: "inner", driver: .nginx, hosts: ["lb"],
        nginx: NginxFiles(file: "/etc/n", pidFile: "/run/n", program: ["nginx", "-c", "n"]), backends: ["web"]
      ),
      LoadBalancer(name: "front", driver: .caddy, hosts: ["lb"], admin: "localhost:1", backends: ["web"]),
      LoadBalancer(
        name: "cloud", driver: .command, hosts: [],
        commands: BalancerCommands(
          place: .controller, status: "a", drain: "b", enable: "c", verify: "d", weigh: "e",
          timeout: .seconds(6)), backends: ["web"]),
    ]
    policy.weights = [10, 100]
    policy.exactlyOne = true
    policy.logErrors = ["FATAL"]
    policy.hooks = [.beforeHost: [Hook("up", on: .host, environment: ["A": .plain("b")], undo: "down")]]
    policy.blueGreen = BlueGreen(
      groups: [.init(name: "blue", hosts: ["h1"]), .init(name: "green", hosts: ["h2"])], standby: .upgrade)
    #expect(try Self.decode(RolloutPolicy.self, try Self.encode(policy)) == policy)
    #expect(Self.defaults(policy, RolloutPolicy()) == [])

    let container = ObservedContainer(
      id: "a", name: "b", image: "c", imageID: "d", status: .exited, health: .unhealthy, exitCode: 1,
      outOfMemory: true, startedAt: "e", restartCount: 2, restartPolicy: .always, labels: ["f": "g"],
      hostPorts: ["h"], error: "i", removedOnStop: true, stopTimeout: .seconds(3))
    #expect(try Self.decode(ObservedContainer.self, try Self.encode(container)) == container)
    #expect(
      Self.defaults(
        container, ObservedContainer(id: "", name: "", image: "", imageID: "", status: .running)) == [])
  }

  /// Properties that have the same value in both: the test above would not see them lost.
  private static func defaults(_ value: some Any, _ standard: some Any) -> [String] {
    zip(Mirror(reflecting: value).children, Mirror(reflecting: standard).children)
      .filter { "\($0.value)" == "\($1.value)" }.compactMap(\.0.label)
  }

  @Test func writesDefaultsNowhere() throws {
    let spec = ServiceSpec(name: "web", image: ImageReference(repository: "shop/web", tag: "2.0"))
    #expect(try Self.encode(spec) == #"{"image":"shop/web:2.0","name":"web"}"#)
    #expect(try Self.encode(RolloutPolicy()) == "{}")
  }

  @Test func neverStoresASecret() throws {
    var spec = FullSpec.spec
    spec.environment = ["TOKEN": .secret(Secret("hunter22"))]
    let text = try Self.encode(spec)
    #expect(!text.contains("hunter22"))
    #expect(try Self.decode(ServiceSpec.self, text).environment == ["TOKEN": .withheld])
  }
}
