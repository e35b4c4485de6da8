import Foundation
import PlayModel
import PlayStore
import PlayTesting

/// A run store in a folder of its own that is gone with the fixture.
final class StoreFixture: Sendable {
  let home: String
  let store: RunStore
  let clock = VirtualClock()

  init(redact: @escaping RunStore.Redaction = { $0 }) throws {
    home = NSTemporaryDirectory() + "swiftplay-store-\(UUID().uuidString)"
    store = try RunStore(home: home, busyTimeout: .seconds(60), redact: redact)
  }

  deinit { try? FileManager.default.removeItem(atPath: home) }

  /// Records these bodies as a run, a second apart.
  @discardableResult
  func record(_ run: RunID, _ bodies: [RunEvent.Body]) async throws -> [RunEvent] {
    let journal = try store.startJournal(of: run, clock: clock)
    var events: [RunEvent] = []
    for body in bodies {
      events.append(try await journal.append(body))
      clock.advance(by: .seconds(1))
    }
    return events
  }

  /// A whole run that brings `hosts` to a version, each with the given outcome.
  static func bodies(
    _ hosts: [(HostName, HostOutcome)], service: ServiceName = "web", from: String? = "1.0",
    to version: String = "2.0", user: String = "ana", outcome: RunOutcome? = .succeeded
  ) -> [RunEvent.Body] {
    var header = SamplePlan.header
    header.user = user
    let change = SamplePlan.change(service, from: from, to: version)
    var bodies: [RunEvent.Body] = [.started(header)]
    bodies += hosts.map { .surveyed(host: $0.0, trouble: nil) }
    bodies.append(.planned(SamplePlan.play(batches: [hosts.map(\.0)], changes: [change])))
    bodies.append(.batchStarted(play: 0, batch: 0, hosts: hosts.map(\.0)))
    for (host, _) in hosts {
      let key = SamplePlan.key(host, .switchOver, service: service)
      bodies += [.stepStarted(key), .stepFinished(key, .succeeded, nil)]
    }
    guard let outcome else { return bodies }
    bodies += hosts.map { .hostFinished(host: $0.0, outcome: $0.1, trouble: nil) }
    return bodies + [.finished(outcome, reason: nil)]
  }
}
