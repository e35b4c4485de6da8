import Foundation
import PlayModel
import Testing

@testable import PlayFiles

/// `schedule.yml`.
@Suite struct ScheduleFileTests {
  private func read(_ text: String) throws -> [ScheduledJob] {
    try ScheduleFile(files: FileAccess { _ throws(FileAccess.Failure) in text }).read("schedule.yml")
  }

  private func problems(_ text: String) -> [String] {
    do { return try read(text).map { "no problem with \($0.name)" } } catch {
      return (error as? FileProblems)?.all.map { "\($0)" } ?? ["\(error)"]
    }
  }

  @Test func everyKeyCounts() throws {
    let jobs = try read(
      """
      - name: nightly
        window: weeknights
        playbooks: [a.yml, b.yml]
        inventory: prod
        vars: {version: 1.10, site: no}
        limit: web
        on_overlap: queue
        catch_up: once
        start_deadline: 30m
      - name: weekly
        cron: 30 6 * * 1
        timezone: Europe/Paris
        playbooks: c.yml
        inventory: [prod, more]
      """)
    #expect(
      jobs.map(\.words) == [
        [
          "run", "a.yml", "b.yml", "-i", "prod", "-l", "web", "--window", "weeknights", "-e", "version=1.10",
          "-e",
          "site=no", "--yes",
        ],
        ["run", "c.yml", "-i", "prod", "-i", "more", "--yes"],
      ])
    #expect(jobs[0].overlap == .queue && jobs[0].catchUp == .once && jobs[0].startDeadline == .seconds(1800))
    #expect(jobs[1].overlap == nil && jobs[1].catchUp == nil && jobs[1].startDeadline == nil)
    guard case .own(let window) = jobs[1].timing else { return #expect(Bool(false), "no cron") }
    #expect(window.zone.name == "Europe/Paris")
  }

  private static let rest = "playbooks: x, inventory: y}"

  @Test(arguments: [
    ("", "schedule.yml: the schedule is empty"),
    ("a: b", "schedule.yml:1:1: a schedule is a list of jobs, not a mapping"),
    ("- {name: a b, window: w, \(rest)", "schedule.yml:1:10: `name`: `a b` cannot be a job's name"),
    ("- {name: a, \(rest)", "schedule.yml:1:3: the job `a` says not when it is due"),
    (
      "- {name: a, window: w, cron: 1 1 1 1 1, timezone: UTC, \(rest)",
      "the job `a` has both `window` and `cron`"
    ),
    ("- {name: a, window: w, timezone: UTC, \(rest)", "schedule.yml:1:34: `timezone` is for `cron`"),
    ("- {name: a, cron: 1 1 1 1 1, \(rest)", "schedule.yml:1:19: `cron` needs a `timezone`"),
    ("- {name: a, cron: 99 1 1 1 1, timezone: UTC, \(rest)", "minute: 99 is not between 0 and 59"),
    ("- {name: a, cron: 1 1 1 1 1, timezone: Mars, \(rest)", "`Mars` is no time zone"),
    ("- {name: a, window: w, inventory: y}", "schedule.yml:1:3: a job needs `playbooks`"),
    (
      "- {name: a, window: w, \(rest)\n- {name: a, window: w, \(rest)",
      "schedule.yml:2:10: the job `a` is written twice"
    ),
    ("- {name: a, window: w, vars: {db_password: x}, \(rest)", "`db_password` sounds like a secret"),
    ("- {name: a, window: w, catchup: once, \(rest)", "schedule.yml:1:24: `catchup` is not a key of a job"),
    ("- {name: a, window: w, catch_up: twice, \(rest)", "`catch_up`: `twice` is not one of none, once"),
    ("- {name: a, window: w, vars: {v: '{{ x }}'}, \(rest)", "schedule.yml:1:34: a template in `v`"),
    ("- {name: [", "schedule.yml:2:1: not YAML"),
  ])
  func mistakesAreSaidWithTheirPlace(_ text: String, _ words: String) {
    let found = problems(text)
    #expect(found.contains { $0.contains(words) }, "\(found)")
  }

  /// Those after another, too.
  @Test func allMistakesAreSaidAtOnce() {
    let found = problems(
      "- {name: a b, cron: x, timezone: Mars, playbooks: p, on_overlap: wait, notify: {webhook: y, on: [done]}}"
    )
    for words in [
      "`a b` cannot", "`x`", "`Mars`", "needs `inventory`", "`wait`", "`y` is no address", "`done`",
    ] {
      #expect(found.contains { $0.contains(words) }, "\(words): \(found)")
    }
  }

  /// Whatever stands in the file: jobs or problems with a place, and no crash.
  @Test func rubbishIsNoCrash() throws {
    var random = SeededRandom(seed: 7)
    let good =
      "- name: a\n  window: w\n  playbooks: x\n  inventory: y\n  vars: {a: 1}\n- name: b\n  cron: \"0 1 * * *\"\n"
    for _ in 0..<3000 {
      var bytes = Array(good.utf8)
      for _ in 0..<Int.random(in: 1...6, using: &random) {
        let place = Int.random(in: 0..<bytes.count, using: &random)
        bytes[place] = UInt8.random(in: 9...126, using: &random)
      }
      for problem in problems(String(decoding: bytes, as: UTF8.self)) { #expect(!problem.isEmpty) }
    }
  }
}
