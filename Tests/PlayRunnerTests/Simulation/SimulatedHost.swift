import PlayModel
import PlayPlanning
import PlayTesting

@testable import PlayRunner

/// A host that carries requests out as the scripts do, step by step, so that it may die between two steps.
///
/// Unchecked: see `World`.
final class SimulatedHost: @unchecked Sendable {
  struct Holder {
    var run: RunID
    var token: String
    var fence: Int
    var claim: HostClaim
    var beat: Timestamp
  }

  /// `/run/lock`: gone with a reboot.
  struct Volatile {
    var holders: [String: Holder] = [:]
    var fences: [String: Int] = [:]
    var records: [String: [String]] = [:]
    var cancelled: Set<String> = []
    var flocks: Set<String> = []
  }

  /// The host died under the script: nobody answers.
  struct Died: Error {}
  struct Failed: Error { let lines: [String] }

  let name: HostName
  unowned let world: World
  var engine: SimulatedEngine
  var volatile = Volatile()
  var boot = 0
  var isUp = true
  var engineIsUp = true
  var diskFull = false
  /// What the last hook has made of it; lasts longer than the host's memory.
  var hooked: String?
  var cutUntil = Timestamp(milliseconds: 0)
  /// Until then everything takes 50 times as long.
  var slowUntil = Timestamp(milliseconds: 0)
  /// Highest fence whose holder has changed something, by service.
  private var lastFence: [String: Int] = [:]
  /// Services that a script is changing right now.
  private var changing: Set<String> = []
  var oneAtATime = true

  init(_ name: HostName, world: World) {
    self.name = name
    self.world = world
    engine = SimulatedEngine(host: name.text)
  }

  var fault: PlantedFault? { world.fault }

  /// One call of the engine's client.
  func engine<Result>(_ boot: Int, _ body: (inout SimulatedEngine) throws -> Result) async throws -> Result {
    await world.sleep(world.pick(5...80) * (slowUntil > world.clock.now() ? 50 : 1))
    guard boot == self.boot, isUp else { throw Died() }
    guard engineIsUp else {
      throw Failed(lines: [
        "Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?"
      ])
    }
    do {
      let result = try body(&engine)
      watchServing()
      return result
    } catch let refusal as SimulatedEngine.Refusal { throw Failed(lines: [refusal.words]) }
  }

  private func watchServing() {
    if let single = world.single {
      let places = world.hosts.filter { !$0.engine.serving(single).isEmpty }.map(\.name.text)
      if places.count > 1 { world.violated("\(single) runs on \(places.joined(separator: " and "))") }
    }
    guard oneAtATime else { return }
    for service in ["web", "cache"] where engine.serving(service).count > 1 {
      world.violated("\(name): two containers of \(service) run at once")
    }
  }

  func crash() {
    guard isUp else { return }
    world.note("\(name) crashes")
    boot += 1
    changing = []
    isUp = false
    engineIsUp = false
    volatile = Volatile()
    engine.goDown()
  }

  func comeBack() {
    guard !isUp else { return }
    world.note("\(name) is back")
    isUp = true
    engineIsUp = true
    engine.comeUp()
    for container in engine.containers { planDeath(of: container) }
    watchServing()
  }

  func restartEngine() async {
    guard isUp, engineIsUp else { return }
    world.note("\(name) restarts its engine")
    let boot = boot
    engineIsUp = false
    engine.goDown()
    await world.sleep(world.pick(500...9000))
    guard boot == self.boot else { return }
    engineIsUp = true
    engine.comeUp()
    for container in engine.containers { planDeath(of: container) }
    watchServing()
  }

  /// A script's whole life on the host.
  func execute(_ request: HostRequest, process: String) async throws -> ScriptReport {
    let boot = boot
    guard let operation = request.operation else {
      return try await report { try await self.look(request.action, boot, process) }
    }
    let done = try await execute(request, operation, boot)
    guard done.succeeded, let claim = request.releases else { return done }
    await world.sleep(world.pick(0...20))
    guard boot == self.boot, isUp else { throw Died() }
    release(claim, forget: true)
    return ScriptReport(lines: done.lines + ["=released"], exit: 0)
  }

  private func execute(
    _ request: HostRequest, _ operation: HostOperation, _ boot: Int
  ) async throws -> ScriptReport {
    let service = operation.service.text
    if fault != .flockNotTaken {
      var waited = 0
      while volatile.flocks.contains(service) {
        guard waited < operation.lockWait * 1000 else { return ScriptReport(lines: ["=busy"], exit: 125) }
        await world.sleep(500)
        waited += 500
        guard boot == self.boot else { throw Died() }
      }
      volatile.flocks.insert(service)
    }
    defer { if boot == self.boot { volatile.flocks.remove(service) } }
    let holder = volatile.holders[service]
    let isHolder =
      holder?.run == operation.run && holder?.token == operation.token && holder?.fence == operation.fence
    let passes =
      switch fault {
      case .fenceNotChecked: true
      case .fenceOfRunOnly: holder?.run == operation.run
      default: isHolder
      }
    guard passes else {
      return ScriptReport(lines: ["=lost \(holder?.run.text ?? "nobody")"], exit: 125)
    }
    volatile.holders[service]?.beat = world.clock.now()
    if let record = volatile.records[operation.id] {
      return ScriptReport(lines: record + ["=recorded"], exit: 0)
    }
    if volatile.cancelled.contains(operation.id), fault != .cancelledOperationRuns {
      return ScriptReport(lines: ["=cancelled"], exit: 125)
    }
    for id in operation.cancels where volatile.records[id] == nil { volatile.cancelled.insert(id) }
    judge(operation)
    if !changing.insert(service).inserted {
      world.violated("\(name): \(operation.id) changes \(service) while another script does")
    }
    defer { if boot == self.boot { changing.remove(service) } }
    let result = try await report { try await self.change(request.action, operation, boot) }
    if result.succeeded { volatile.records[operation.id] = result.lines }
    return result
  }

  /// What DESIGN promises of every effect: its intent is on disk, and nobody newer has been here.
  private func judge(_ operation: HostOperation) {
    let service = operation.service.text
    if operation.fence < lastFence[service] ?? 0 {
      world.violated(
        "\(name): \(operation.id) changes something with fence \(operation.fence) after \(lastFence[service] ?? 0)"
      )
    }
    lastFence[service] = max(operation.fence, lastFence[service] ?? 0)
    // A stage's hooks are one step, and each an operation with its place among them.
    let id = operation.id.replacing(/(before_host|after_host)\/\d+/) { $0.output.1 }
    let intended = (world.disks[operation.run] ?? []).contains { event in
      switch event.body {
      case .stepStarted(let key): "\(event.run)/\(key)" == id
      case .undoStarted(let key): "\(event.run)/\(key)/undo" == id
      default: false
      }
    }
    if !intended { world.violated("\(name): \(operation.id) has an effect, and no intent is on disk") }
  }

  private func report(_ body: () async throws -> [String]) async throws -> ScriptReport {
    do { return ScriptReport(lines: try await body(), exit: 0) } catch let failed as Failed {
      return ScriptReport(lines: failed.lines, exit: fault == .exitCodeLost ? 0 : 1)
    }
  }
}
