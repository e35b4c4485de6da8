import GRDB

/// The tables of the run store and how older files get there.
///
/// `events` is the record; the other tables are derived from it in the same transaction, for
/// questions over many runs (`RunStore.verify` compares them).
enum StoreSchema {
  static var migrator: DatabaseMigrator {
    var migrator = DatabaseMigrator()
    migrator.registerMigration("1 events and runs") { database in
      try database.execute(sql: events)
      try database.execute(sql: runs)
      try database.execute(sql: derived)
    }
    migrator.registerMigration("2 ad hoc commands") { try $0.execute(sql: commands) }
    migrator.registerMigration("3 requests and occurrences") { database in
      try database.execute(sql: requests)
      try database.execute(sql: occurrences)
      try database.execute(sql: notifications)
    }
    return migrator
  }

  /// `body` is the JSON of `RunEvent.Body`; `checksum` is `EventChecksum`.
  private static let events = """
    CREATE TABLE events (
      run TEXT NOT NULL,
      sequence INTEGER NOT NULL,
      time INTEGER NOT NULL,
      type TEXT NOT NULL,
      body TEXT NOT NULL,
      checksum INTEGER NOT NULL,
      PRIMARY KEY (run, sequence)
    ) STRICT, WITHOUT ROWID;
    """

  /// One row a run: what `history` shows. `header`, `services` and `hosts` are JSON, `head` the checksum
  /// of the run's last event, `checksum` that of this row (`SummaryRow`). Run ids sort by start time,
  /// so the table itself is in the order of `history`. `ledger` says how many runs there are: a row
  /// that is lost with a damaged page is missed.
  private static let runs = """
    CREATE TABLE runs (
      id TEXT NOT NULL PRIMARY KEY,
      started INTEGER NOT NULL,
      user TEXT NOT NULL,
      outcome TEXT,
      reason TEXT,
      header TEXT NOT NULL,
      services TEXT NOT NULL,
      hosts TEXT NOT NULL,
      last_sequence INTEGER NOT NULL,
      last_time INTEGER NOT NULL,
      head INTEGER NOT NULL,
      checksum INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX runs_unfinished ON runs (id) WHERE outcome IS NULL;
    CREATE TABLE ledger (runs INTEGER NOT NULL) STRICT;
    INSERT INTO ledger (runs) VALUES (0);
    """

  /// Ad hoc commands (`AdHocRecord`). `hosts` and `results` are JSON.
  private static let commands = """
    CREATE TABLE commands (
      id TEXT NOT NULL PRIMARY KEY,
      started INTEGER NOT NULL,
      user TEXT NOT NULL,
      machine TEXT NOT NULL,
      directory TEXT NOT NULL,
      command TEXT NOT NULL,
      hosts TEXT NOT NULL,
      finished INTEGER,
      results TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;
    """

  /// Requests for runs (`ChangeRequest`). `windows` is JSON.
  private static let requests = """
    CREATE TABLE requests (
      id TEXT NOT NULL PRIMARY KEY,
      created INTEGER NOT NULL,
      user TEXT NOT NULL,
      machine TEXT NOT NULL,
      directory TEXT NOT NULL,
      command TEXT NOT NULL,
      windows TEXT NOT NULL,
      reason TEXT NOT NULL,
      plan TEXT NOT NULL,
      digest TEXT NOT NULL,
      status TEXT NOT NULL,
      decided_by TEXT,
      decided INTEGER,
      decision TEXT,
      run TEXT,
      claimed_on TEXT,
      claimed_by INTEGER,
      outcome TEXT
    ) STRICT, WITHOUT ROWID;
    """

  /// What became of each time a scheduled job was due (`JobOccurrence`): the key is what makes it happen once.
  private static let occurrences = """
    CREATE TABLE occurrences (
      job TEXT NOT NULL,
      start INTEGER NOT NULL,
      status TEXT NOT NULL,
      noted INTEGER NOT NULL,
      machine TEXT NOT NULL,
      process INTEGER NOT NULL,
      run TEXT,
      outcome TEXT,
      PRIMARY KEY (job, start)
    ) STRICT, WITHOUT ROWID;
    """

  /// Messages on their way. `way` and `body` are JSON; the unique key is what makes each go out once.
  private static let notifications = """
    CREATE TABLE notifications (
      id INTEGER PRIMARY KEY,
      job TEXT NOT NULL,
      start INTEGER NOT NULL,
      event TEXT NOT NULL,
      way TEXT NOT NULL,
      body TEXT NOT NULL,
      created INTEGER NOT NULL,
      due INTEGER NOT NULL,
      attempts INTEGER NOT NULL,
      delivered INTEGER,
      problem TEXT,
      UNIQUE (job, start, event, way)
    ) STRICT;
    """

  private static let derived = """
    CREATE TABLE run_hosts (
      run TEXT NOT NULL,
      host TEXT NOT NULL,
      outcome TEXT,
      PRIMARY KEY (run, host)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX run_hosts_by_host ON run_hosts (host, run);
    CREATE TABLE run_releases (
      run TEXT NOT NULL,
      play INTEGER NOT NULL,
      host TEXT NOT NULL,
      service TEXT NOT NULL,
      verdict TEXT NOT NULL,
      version TEXT NOT NULL,
      event INTEGER NOT NULL,
      PRIMARY KEY (run, play, host, service)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX run_releases_by_host ON run_releases (host, service, run, play);
    CREATE INDEX run_releases_by_service ON run_releases (service, run);
    """
}
