import Foundation
import PlayModel
import PlayStore
import PlayTesting
import Testing

@Suite struct RunQueriesTests {
  private static func filled() async throws -> StoreFixture {
    let fixture = try StoreFixture()
    try await fixture.record(
      "20261101-100000-aaaa", StoreFixture.bodies([("h1", .changed), ("h2", .changed)], from: nil, to: "1.0"))
    try await fixture.record(
      "20261102-100000-bbbb",
      StoreFixture.bodies([("h1", .changed), ("h2", .changed)], from: "1.0", to: "2.0", user: "bob"))
    try await fixture.record(
      "20261103-100000-cccc",
      StoreFixture.bodies(
        [("h1", .rolledBack), ("h2", .failed)], from: "2.0", to: "3.0", outcome: .rolledBack))
    try await fixture.record(
      "20261103-110000-dddd", StoreFixture.bodies([("h3", .changed)], service: "cache", to: "7.2"))
    try await fixture.record(
      "20261104-100000-eeee", StoreFixture.bodies([("h1", .changed)], to: "4.0", outcome: nil))
    return fixture
  }

  @Test func listsTheNewestFirst() async throws {
    let store = try await Self.filled().store
    #expect(try store.history().map { $0.run.text.suffix(4) } == ["eeee", "dddd", "cccc", "bbbb", "aaaa"])
    #expect(try store.history(limit: 2).map { $0.run.text.suffix(4) } == ["eeee", "dddd"])
    #expect(try store.unfinishedRuns().map { $0.run.text.suffix(4) } == ["eeee"])
  }

  @Test func filters() async throws {
    let fixture = try await Self.filled()
    func found(_ filter: HistoryFilter) throws -> String {
      try fixture.store.history(filter).map { String($0.run.text.suffix(4)) }.joined(separator: " ")
    }
    #expect(try found(HistoryFilter(host: "h3")) == "dddd")
    #expect(try found(HistoryFilter(host: "h2")) == "cccc bbbb aaaa")
    #expect(try found(HistoryFilter(service: "cache")) == "dddd")
    #expect(try found(HistoryFilter(outcome: .rolledBack)) == "cccc")
    #expect(try found(HistoryFilter(unfinished: true)) == "eeee")
    #expect(try found(HistoryFilter(user: "bob")) == "bbbb")
    #expect(try found(HistoryFilter(host: "h1", outcome: .succeeded)) == "bbbb aaaa")
    #expect(try found(HistoryFilter(host: "nobody")) == "")
    let start = try fixture.store.run(matching: "dddd").startedAt
    #expect(try found(HistoryFilter(since: start)) == "eeee dddd")
  }

  @Test func sumsARunUp() async throws {
    let store = try await Self.filled().store
    let run = try store.run(matching: "20261103-100000-cccc")
    #expect(run.header.user == "ana")
    #expect(run.outcome == .rolledBack)
    #expect(run.services == [RunSummary.Deployed(service: "web", version: "3.0")])
    #expect(run.hostCount == 2)
    #expect(run.hosts == [.rolledBack: 1, .failed: 1])
    let events = try store.events(of: run.run)
    #expect(run.lastSequence == events.count)
    #expect(run.startedAt == events.first?.time)
    #expect(run.lastEventAt == events.last?.time)
  }

  @Test func findsARunByPartOfItsName() async throws {
    let store = try await Self.filled().store
    #expect(try store.run(matching: "last").run == "20261104-100000-eeee")
    #expect(try store.run(matching: "20261102").run == "20261102-100000-bbbb")
    #expect(try store.run(matching: "bbbb").run == "20261102-100000-bbbb")
    #expect(throws: RunStoreError.runNotFound("bbb")) { try store.run(matching: "bbb") }
    #expect(throws: RunStoreError.runNotFound("%")) { try store.run(matching: "%") }
    #expect(
      throws: RunStoreError.runAmbiguous(
        "20261103", candidates: ["20261103-110000-dddd", "20261103-100000-cccc"])
    ) { try store.run(matching: "20261103") }
    #expect(throws: RunStoreError.self) { try store.run(matching: "") }
    let empty = try StoreFixture().store
    #expect(throws: RunStoreError.runNotFound("last")) { try empty.run(matching: "last") }
    #expect(throws: RunStoreError.runNotFound("r9")) { try empty.events(of: "r9") }
  }

  /// What a host runs is what the newest run left there that had success there.
  @Test func knowsTheLastRelease() async throws {
    let store = try await Self.filled().store
    let release = try #require(try store.lastRelease(of: "web", on: "h1"))
    #expect(release.run == "20261102-100000-bbbb")
    #expect(release.change.spec.image.version == "2.0")
    #expect(release.host == "h1")
    let before = try #require(try store.lastRelease(of: "web", on: "h1", before: release.run))
    #expect(before.change.spec.image.version == "1.0")
    #expect(try store.lastRelease(of: "web", on: "h3") == nil)
    #expect(try store.lastRelease(of: "cache", on: "h3")?.change.spec.image.version == "7.2")
  }

  @Test func verifiesAGoodStore() async throws {
    #expect(try await Self.filled().store.verify() == [])
  }
}
