import Foundation
import GRDB
import PlayModel
import PlayTesting
import Testing

@testable import PlayStore

/// A damaged store is found out or refused; it is never read as something that was not written.
@Suite struct DamageTests {
  private static func damaged(_ sql: String) async throws -> StoreFixture {
    let fixture = try StoreFixture()
    try await fixture.record("r1", StoreFixture.bodies([("h1", .changed), ("h2", .changed)]))
    try await fixture.record("r2", StoreFixture.bodies([("h1", .changed)], from: "2.0", to: "3.0"))
    try await fixture.store.database.write { try $0.execute(sql: sql) }
    return fixture
  }

  struct Damage: Sendable, CustomTestStringConvertible {
    let sql: String
    let sequence: Int
    var testDescription: String { sql }
  }

  static let damages = [
    Damage(
      sql: "UPDATE events SET body = replace(body, 'h2', 'h3') WHERE run = 'r1' AND sequence = 3", sequence: 3
    ),
    Damage(sql: "UPDATE events SET time = time + 1 WHERE run = 'r1' AND sequence = 5", sequence: 5),
    Damage(sql: "UPDATE events SET type = 'note' WHERE run = 'r1' AND sequence = 2", sequence: 2),
    Damage(sql: "UPDATE events SET checksum = checksum + 1 WHERE run = 'r1' AND sequence = 4", sequence: 4),
    Damage(sql: "DELETE FROM events WHERE run = 'r1' AND sequence = 4", sequence: 4),
    Damage(sql: "DELETE FROM events WHERE run = 'r1' AND sequence > 6", sequence: 7),
    Damage(
      sql:
        "UPDATE events SET sequence = CASE sequence WHEN 3 THEN -2 ELSE -3 END WHERE run = 'r1' AND sequence IN (2, 3);"
        + "UPDATE events SET sequence = -sequence WHERE sequence < 0", sequence: 2),
    Damage(
      sql: "UPDATE events SET body = (SELECT body FROM events WHERE run = 'r2' AND sequence = 3),"
        + " type = (SELECT type FROM events WHERE run = 'r2' AND sequence = 3),"
        + " checksum = (SELECT checksum FROM events WHERE run = 'r2' AND sequence = 3)"
        + " WHERE run = 'r1' AND sequence = 4", sequence: 4),
  ]

  @Test(arguments: damages) func keepsTheGoodEventsBeforeTheDamage(damage: Damage) async throws {
    let fixture = try await Self.damaged(damage.sql)
    let record = try fixture.store.record(of: "r1")
    #expect(record.events.map(\.sequence) == Array(1..<damage.sequence))
    guard case .eventDamaged("r1", damage.sequence, _) = record.damage else {
      Issue.record("\(String(describing: record.damage))")
      return
    }
    #expect(throws: RunStoreError.self) { try fixture.store.events(of: "r1") }
    #expect(throws: RunStoreError.self) { try fixture.store.resumeJournal(of: "r1", clock: fixture.clock) }
    #expect(try fixture.store.verify().count == 1)
    // The other run is as good as ever.
    #expect(try fixture.store.events(of: "r2").count == 8)
  }

  @Test(arguments: [
    "UPDATE runs SET user = 'eve' WHERE id = 'r1'", "UPDATE runs SET outcome = 'failed' WHERE id = 'r1'",
    "UPDATE runs SET outcome = NULL WHERE id = 'r1'", "UPDATE runs SET started = started + 1 WHERE id = 'r1'",
    "UPDATE runs SET header = replace(header, 'ana', 'eve') WHERE id = 'r1'",
    "UPDATE runs SET hosts = replace(hosts, '2', '3') WHERE id = 'r1'",
    "UPDATE runs SET services = '[]' WHERE id = 'r1'", "UPDATE runs SET last_time = 0 WHERE id = 'r1'",
    "UPDATE runs SET reason = 'x' WHERE id = 'r1'", "UPDATE runs SET id = 'r0' WHERE id = 'r1'",
    "UPDATE runs SET head = 0 WHERE id = 'r1'",
  ]) func findsADamagedSummary(sql: String) async throws {
    let store = try await Self.damaged(sql).store
    #expect(throws: RunStoreError.self) { try store.history() }
    #expect(try store.verify() != [])
  }

  @Test func findsALostRun() async throws {
    let store = try await Self.damaged("DELETE FROM runs WHERE id = 'r1'").store
    #expect(throws: RunStoreError.self) { try store.history() }
    #expect(throws: RunStoreError.summaryDamaged(run: "r1")) { try store.events(of: "r1") }
  }

  @Test(arguments: [
    "DELETE FROM run_hosts WHERE run = 'r1' AND host = 'h2'",
    "UPDATE run_hosts SET outcome = 'failed' WHERE run = 'r1'",
    "DELETE FROM run_releases WHERE run = 'r1' AND host = 'h1'",
    "UPDATE run_releases SET version = '9' WHERE run = 'r1'",
  ]) func findsADamagedIndex(sql: String) async throws {
    let store = try await Self.damaged(sql).store
    #expect(try store.verify() == [.indexDamaged(run: "r1")])
  }

  /// Flips bits all over the file: whatever is still answered is what was written.
  @Test func neverMisreadsAFlippedByte() async throws {
    let fixture = try StoreFixture()
    try await fixture.record("r1", StoreFixture.bodies([("h1", .changed), ("h2", .changed)]))
    try await fixture.record(
      "r2", StoreFixture.bodies([("h1", .rolledBack)], from: "2.0", to: "3.0", outcome: .rolledBack))
    let history = try fixture.store.history()
    let events = [try fixture.store.events(of: "r1"), try fixture.store.events(of: "r2")]
    // The copy of the file holds everything: nothing is left in the write-ahead log.
    try await fixture.store.database.writeWithoutTransaction {
      _ = try Row.fetchAll($0, sql: "PRAGMA wal_checkpoint(TRUNCATE)")
    }
    let good = try Data(contentsOf: URL(fileURLWithPath: fixture.store.path))
    var random = SeededGenerator(seed: 7)
    var refused = 0
    let flips = 150
    for number in 0..<flips {
      let home = fixture.home + "/\(number)"
      var bytes = good
      let place = Int.random(in: 0..<bytes.count, using: &random)
      bytes[place] ^= UInt8(1) << UInt8.random(in: 0..<8, using: &random)
      try FileManager.default.createDirectory(atPath: home, withIntermediateDirectories: true)
      try bytes.write(to: URL(fileURLWithPath: home + "/" + RunStore.fileName))
      guard let store = try? RunStore(home: home) else {
        refused += 1
        continue
      }
      let seen = try? store.history()
      #expect(seen == nil || seen == history, "byte \(place)")
      let first = try? store.events(of: "r1")
      #expect(first == nil || first == events[0], "byte \(place)")
      let second = try? store.events(of: "r2")
      #expect(second == nil || second == events[1], "byte \(place)")
      if seen == nil || first == nil || second == nil { refused += 1 }
      try FileManager.default.removeItem(atPath: home)
    }
    // Much of a small file is empty pages; enough of the flips have to have hit something.
    #expect(refused > flips / 20)
  }

  /// The check value of the CRC catalogue for CRC-64/XZ.
  @Test func computesTheKnownChecksum() {
    var sum = EventChecksum.start
    sum.add("123456789")
    #expect(sum.value == 0x995D_C9BB_DF19_39FA)
    #expect(EventChecksum(stored: sum.stored) == sum)
  }
}
