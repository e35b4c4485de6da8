import Foundation
import GRDB
import PlayModel

/// The record of all runs: one SQLite file in swiftplay's home folder.
///
/// Write-ahead log, so that readers in other processes never wait for a run that writes, and
/// `synchronous=FULL`, so that an event is on disk when its transaction has returned
/// (https://www.sqlite.org/pragma.html#pragma_synchronous).
public final class RunStore: Sendable {
  /// Called with every text before it is stored; what it gives back is stored instead.
  ///
  /// The backstop against secrets: values that hold one are withheld by their own types already.
  public typealias Redaction = @Sendable (String) -> String

  public static let fileName = "runs.sqlite"

  /// The database file.
  public let path: String
  let database: DatabasePool
  let redact: Redaction

  /// Opens the store in `home`, made (mode 0700) when it is not there; the file gets mode 0600.
  ///
  /// - Parameters:
  ///   - busyTimeout: how long to wait for another process that writes.
  ///   - isRead: whether it will be asked, too. A connection for that is opened at once, because it must work when
  ///     the folder goes away meanwhile.
  public init(
    home: String, busyTimeout: Duration = .seconds(20), isRead: Bool = true,
    redact: @escaping Redaction = { $0 }
  ) throws(RunStoreError) {
    path = home + "/" + Self.fileName
    self.redact = redact
    try StoreFolder.prepare(home: home, file: path)
    var configuration = Configuration()
    configuration.busyMode = .timeout(Double(busyTimeout.wholeMilliseconds) / 1000)
    configuration.label = "swiftplay.runs"
    configuration.foreignKeysEnabled = false
    // Finds some damage when a page is read, not when it has done harm
    // (https://www.sqlite.org/pragma.html#pragma_cell_size_check).
    configuration.prepareDatabase { try $0.execute(sql: "PRAGMA cell_size_check = ON") }
    let path = path
    database = try Self.translating(path) {
      let pool = try DatabasePool(path: path, configuration: configuration)
      let migrator = StoreSchema.migrator
      let applied = try pool.writeWithoutTransaction { database in
        // GRDB asks for NORMAL when it turns the write-ahead log on; that may lose the last events
        // with the power.
        try database.execute(sql: "PRAGMA synchronous = FULL")
        return try migrator.appliedIdentifiers(database)
      }
      guard applied.isSubset(of: migrator.migrations) else { throw RunStoreError.newerFormat(path: path) }
      if applied.count < migrator.migrations.count { try migrator.migrate(pool) }
      if isRead { try pool.read { _ in } }
      return pool
    }
  }

  /// Runs `body` and turns what SQLite says into this room's error.
  static func translating<Result>(_ path: String, _ body: () throws -> Result) throws(RunStoreError) -> Result
  {
    do {
      return try body()
    } catch {
      throw RunStoreError(error, path: path)
    }
  }

  func read<Result>(_ body: (Database) throws -> Result) throws(RunStoreError) -> Result {
    try Self.translating(path) { try database.read(body) }
  }

  func write<Result>(_ body: (Database) throws -> Result) throws(RunStoreError) -> Result {
    try Self.translating(path) { try database.write(body) }
  }
}
