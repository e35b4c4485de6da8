import Foundation
import GRDB
import PlayModel
import PlayTesting
import Testing

@testable import PlayStore

/// The power went while the write-ahead log was being written: whatever is left of its tail, the journal is
/// read back to the last good event or refused, and never as something else.
///
/// `SWIFTPLAY_FUZZ_ROUNDS` cuts at every byte, and flips so many.
@Suite struct TornTailFuzzTests {
  /// A run whose events are in the log alone, one transaction each.
  private struct Written {
    let events: [RunEvent]
    let file: Data
    let log: Data
    /// Length of the log after each event.
    let ends: [Int]

    /// Events that are whole in the first `length` bytes.
    func whole(in length: Int) -> Int { ends.prefix { $0 <= length }.count }
  }

  private static let run: RunID = "20261122-162030-k3f9"
  /// Of a frame: 24 bytes of header and a page (https://www.sqlite.org/fileformat2.html#the_write_ahead_log).
  private static let frame = 24 + 4096

  private static func written() async throws -> Written {
    let fixture = try StoreFixture()
    try await fixture.store.database.writeWithoutTransaction {
      _ = try Row.fetchAll($0, sql: "PRAGMA wal_checkpoint(TRUNCATE)")
    }
    let path = fixture.store.path
    func log() throws -> Data { try Data(contentsOf: URL(fileURLWithPath: path + "-wal")) }
    let journal = try fixture.store.startJournal(of: run, clock: fixture.clock)
    var events: [RunEvent] = []
    var ends: [Int] = []
    for body in StoreFixture.bodies([("h1", .changed), ("h2", .changed)], outcome: nil) {
      events.append(try await journal.append(body))
      ends.append(try log().count)
    }
    return Written(
      events: events, file: try Data(contentsOf: URL(fileURLWithPath: path)), log: try log(), ends: ends)
  }

  /// The events that a store with this log shows; `nil` when it refuses. Where it does not, the run can be
  /// taken up after the last of them.
  private static func read(_ written: Written, log: Data) async throws -> [RunEvent]? {
    let home = NSTemporaryDirectory() + "swiftplay-torn-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: home, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: home) }
    let path = home + "/" + RunStore.fileName
    try written.file.write(to: URL(fileURLWithPath: path))
    try log.write(to: URL(fileURLWithPath: path + "-wal"))
    do {
      let store = try RunStore(home: home)
      let events = try store.events(of: run)
      let (journal, _) = try store.resumeJournal(of: run, clock: VirtualClock())
      #expect(try await journal.append(.note("on")).sequence == events.count + 1)
      return events
    } catch RunStoreError.runNotFound { return [] } catch is RunStoreError { return nil }
  }

  private static var rounds: Int? {
    ProcessInfo.processInfo.environment["SWIFTPLAY_FUZZ_ROUNDS"].flatMap { Int($0) }
  }

  @Test func cutAnywhereItEndsWithTheLastWholeEvent() async throws {
    let written = try await Self.written()
    #expect(written.ends.count > 8)
    #expect(written.log.count < 1000 * Self.frame, "nothing was moved into the file meanwhile")
    var seen: Set<Int> = []
    for length in 0...written.log.count {
      let place = (length - 32) % Self.frame
      let isNearAnEdge = length < 64 || place < 3 || place == 24 || place > Self.frame - 3
      guard Self.rounds != nil || isNearAnEdge || length % 1009 == 0 else { continue }
      let events = try await Self.read(written, log: written.log.prefix(length))
      let count = written.whole(in: length)
      #expect(events == Array(written.events.prefix(count)), "cut at \(length)")
      seen.insert(count)
    }
    // Each of the events was the last one somewhere.
    #expect(seen.count == written.events.count + 1)
  }

  @Test func aFlippedBitEndsItBeforeTheDamage() async throws {
    let written = try await Self.written()
    var random = SeededGenerator(seed: 11)
    for _ in 0..<min(Self.rounds ?? 250, 20_000) {
      let place = Int.random(in: 0..<written.log.count, using: &random)
      var log = written.log
      log[place] ^= UInt8(1) << UInt8.random(in: 0..<8, using: &random)
      guard let events = try await Self.read(written, log: log) else { continue }
      #expect(events == Array(written.events.prefix(events.count)), "byte \(place)")
      // Only what comes after the damage may be lost. The log's own header is all of it.
      if place >= 32 { #expect(events.count >= written.whole(in: place), "byte \(place)") }
    }
  }

  /// A flush of the disk that never came: pages of zeros, or of an older log, behind the good ones.
  @Test func rubbishBehindTheEndIsNotRead() async throws {
    let written = try await Self.written()
    for (number, end) in written.ends.enumerated() {
      for rubbish in [Data(count: Self.frame), written.log.dropFirst(32).prefix(Self.frame)] {
        let events = try await Self.read(written, log: written.log.prefix(end) + rubbish)
        #expect(events == Array(written.events.prefix(number + 1)))
      }
    }
  }
}
