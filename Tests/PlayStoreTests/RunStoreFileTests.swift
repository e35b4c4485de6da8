import Foundation
import GRDB
import PlayModel
import PlayTesting
import Testing

@testable import PlayStore

@Suite struct RunStoreFileTests {
  private static func mode(_ path: String) throws -> Int {
    let attributes = try FileManager.default.attributesOfItem(atPath: path)
    return try #require(attributes[.posixPermissions] as? Int)
  }

  @Test func isForItsOwnerOnly() async throws {
    let fixture = try StoreFixture()
    try await fixture.record("r1", StoreFixture.bodies([("h1", .changed)]))
    #expect(try Self.mode(fixture.home) == 0o700)
    let names = try FileManager.default.contentsOfDirectory(atPath: fixture.home)
    #expect(names.contains("runs.sqlite") && names.contains("runs.sqlite-wal"))
    for name in names { #expect(try Self.mode(fixture.home + "/" + name) == 0o600, "\(name)") }
  }

  @Test func tightensAFileThatOthersCouldRead() throws {
    let fixture = try StoreFixture()
    try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: fixture.store.path)
    _ = try RunStore(home: fixture.home)
    #expect(try Self.mode(fixture.store.path) == 0o600)
  }

  @Test func syncsEveryTransaction() throws {
    let fixture = try StoreFixture()
    let (journal, synchronous) = try fixture.store.database.writeWithoutTransaction { database in
      (
        try String.fetchOne(database, sql: "PRAGMA journal_mode"),
        try Int.fetchOne(database, sql: "PRAGMA synchronous")
      )
    }
    #expect(journal == "wal")
    // 2 is FULL.
    #expect(synchronous == 2)
  }

  /// A reader with a connection of its own sees what is committed, while a writer holds a transaction.
  @Test func isReadWhileARunWrites() async throws {
    let fixture = try StoreFixture()
    try await fixture.record("r1", StoreFixture.bodies([("h1", .changed)], outcome: nil))
    var configuration = Configuration()
    configuration.allowsUnsafeTransactions = true
    let writer = try DatabaseQueue(path: fixture.store.path, configuration: configuration)
    try await writer.writeWithoutTransaction { try $0.execute(sql: "BEGIN IMMEDIATE") }
    let reader = try RunStore(home: fixture.home, busyTimeout: .milliseconds(1))
    #expect(try reader.history().map(\.run) == ["r1"])
    #expect(try reader.events(of: "r1").count == 6)
    // And a second writer is told instead of waiting for ever.
    let journal = try reader.startJournal(of: "r2", clock: fixture.clock)
    await #expect(throws: RunStoreError.busy(path: fixture.store.path)) {
      try await journal.append(.started(SamplePlan.header))
    }
    try await writer.writeWithoutTransaction { try $0.execute(sql: "ROLLBACK") }
  }

  @Test func refusesAFileThatIsNoStore() throws {
    let fixture = try StoreFixture()
    let home = fixture.home + "/other"
    try FileManager.default.createDirectory(atPath: home, withIntermediateDirectories: true)
    try Data("this is not a database, it is a text of some length".utf8)
      .write(to: URL(fileURLWithPath: home + "/runs.sqlite"))
    let error = #expect(throws: RunStoreError.self) { try RunStore(home: home) }
    guard case .damaged(let path, _) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(path == home + "/runs.sqlite")
    #expect(try String(contentsOfFile: path, encoding: .utf8).hasPrefix("this is not"))
  }

  @Test func refusesAPlaceThatCannotHoldIt() throws {
    let fixture = try StoreFixture()
    let error = #expect(throws: RunStoreError.self) { try RunStore(home: fixture.store.path + "/deeper") }
    guard case .cannotOpen = error else {
      Issue.record("\(String(describing: error))")
      return
    }
  }

  @Test func refusesAStoreOfALaterVersion() async throws {
    let fixture = try StoreFixture()
    try await fixture.store.database.write {
      try $0.execute(sql: "INSERT INTO grdb_migrations (identifier) VALUES ('999 of the future')")
    }
    #expect(throws: RunStoreError.newerFormat(path: fixture.store.path)) { try RunStore(home: fixture.home) }
  }
}
