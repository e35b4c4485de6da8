import Foundation
import PlayModel
import PlayStore
import Testing

@Suite struct AdHocRecordTests {
  private func record(_ id: RunID, user: String = "ana", hosts: [HostName] = ["h1", "h2"]) -> AdHocRecord {
    AdHocRecord(
      id: id, startedAt: Timestamp(milliseconds: 1_000), user: user, machine: "ops1", directory: "/home/ana",
      command: "swiftplay exec web -i prod -- 'systemctl restart hunter2'", hosts: hosts)
  }

  @Test func keepsWhoDidWhatWhereAndWhatCameOfIt() throws {
    let fixture = try StoreFixture()
    let store = fixture.store
    try store.begin(record("20261101-100000-aaaa", hosts: ["h1", "h2", "h9"]))
    try store.begin(record("20261102-100000-bbbb", user: "bob", hosts: ["h3"]))
    let results = [
      ExecResult(host: "h1", ending: .exited(0)), ExecResult(host: "h2", ending: .exited(3)),
    ]
    // It turned out that h9 had no part in it.
    try store.finish(
      "20261101-100000-aaaa", at: Timestamp(milliseconds: 2_000), hosts: ["h1", "h2"], results: results)

    let found = try store.commands()
    #expect(found.map(\.id) == ["20261102-100000-bbbb", "20261101-100000-aaaa"])
    #expect(found[0].finishedAt == nil && found[0].results.isEmpty)
    var whole = record("20261101-100000-aaaa")
    whole.finishedAt = Timestamp(milliseconds: 2_000)
    whole.results = results
    #expect(found[1] == whole)
    #expect(try store.commands(on: "h3").map(\.user) == ["bob"])
    #expect(try store.commands(by: "ana").map(\.user) == ["ana"])
    #expect(try store.commands(limit: 1).count == 1)
    #expect(try store.history().isEmpty, "they are no runs")
  }

  @Test func secretsAreNotKept() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "store-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    let store = try RunStore(
      home: folder.path, redact: { $0.replacingOccurrences(of: "hunter2", with: "<secret>") })
    try store.begin(record("20261101-100000-aaaa"))
    let trouble = ExecResult(host: "h1", outcome: .failed, detail: "hunter2 was wrong")
    try store.finish(
      "20261101-100000-aaaa", at: Timestamp(milliseconds: 2_000), hosts: ["h1"], results: [trouble])
    let found = try #require(try store.commands().first)
    #expect(found.command.hasSuffix("restart <secret>'"))
    #expect(found.results.first?.detail == "<secret> was wrong")
  }
}
