import Foundation
import Testing

/// Jobs that are carried out when they are due, whatever becomes of the scheduler.
@Suite struct ScheduleTests {
  /// Jobs of windows that open once, so many seconds from now.
  private func write(_ scenario: Scenario, _ starts: [Int], more: String = "", duration: Int = 600) throws {
    let style = Date.ISO8601FormatStyle(timeZone: .gmt).year().month().day().time(
      includingFractionalSeconds: false)
    let windows = starts.enumerated().map { index, start in
      let time = (Date() + TimeInterval(start)).formatted(style)
      return "'w\(index)': {'once': '\(time)', 'timezone': 'UTC', 'duration': '\(duration)s'}"
    }
    try scenario.write(
      "inventory.ini", scenario.inventory(more: "windows={\(windows.joined(separator: ", "))}"))
    try scenario.write(PlayText())
    let jobs = starts.indices.map { index in
      "- name: job\(index)\n  window: w\(index)\n  playbooks: deploy.yml\n  inventory: inventory.ini\n"
        + "  vars: {version: 1.0}\n\(more)"
    }
    try scenario.write("schedule.yml", jobs.joined())
  }

  private func serve(_ scenario: Scenario) throws -> ChildProcess {
    try scenario.start(["serve", "-s", "schedule.yml"])
  }

  /// `job: status` of everything that is over.
  private func settled(_ scenario: Scenario) async throws -> [String: String] {
    let told = try await scenario.program("schedule", "history", "-n", "500", "--output", "json")
    var found: [String: String] = [:]
    for line in told.lines where line["status"].text != "running" {
      let job = line["job"].text ?? ""
      #expect(found[job] == nil, "\(job) twice: \(told.said)")
      found[job] = line["status"].text
    }
    return found
  }

  private func runs(_ scenario: Scenario) async throws -> [JSONValue] {
    try await scenario.program("history", "-n", "500", "--output", "json").lines
  }

  /// Killed at random and started again: each time is carried out once, and none is forgotten.
  ///
  /// SWIFTPLAY_CHAOS_KILLS says how often.
  @Test func killedAtRandomEachTimeIsCarriedOutOnce() async throws {
    let kills = ProcessInfo.processInfo.environment["SWIFTPLAY_CHAOS_KILLS"].flatMap { Int($0) } ?? 12
    try await Scenario.on(1) { scenario in
      let count = max(4, kills / 3)
      try write(scenario, (0..<count).map { 6 + $0 * 3 })
      var random = SystemRandomNumberGenerator()
      var killed = 0
      while killed < kills {
        let scheduler = try serve(scenario)
        try await Task.sleep(for: .milliseconds(Int.random(in: 200...2000, using: &random)))
        scheduler.signal(SIGKILL)
        _ = await scheduler.ending()
        killed += 1
      }
      let last = try serve(scenario)
      _ = try await eventually("all jobs are over", within: .seconds(180)) { () -> Bool? in
        try await settled(scenario).count == count ? true : nil
      }
      last.signal(SIGTERM)
      #expect(await last.ending().exit == 0)
      let found = try await settled(scenario)
      #expect(found.values.allSatisfy { $0 == "done" || $0 == "missed" }, "\(found)")
      #expect(found.values.contains("done"), "\(found)")
      // One run each, by the window it was for.
      let runs = try await runs(scenario)
      let done = found.values.count { $0 == "done" }
      #expect(runs.count <= done, "\(runs.count) runs of \(done) jobs")
      print(
        "chaos-schedule: \(killed) kills, \(count) jobs, \(done) carried out, \(count - done) missed, \(runs.count) runs"
      )
    }
  }

  @Test func twoSchedulersCarryOutEachTimeOnce() async throws {
    try await Scenario.on(1) { scenario in
      try write(scenario, [5, 9, 13])
      let (one, two) = (try serve(scenario), try serve(scenario))
      _ = try await eventually("all jobs are over", within: .seconds(90)) { () -> Bool? in
        try await settled(scenario).count == 3 ? true : nil
      }
      for scheduler in [one, two] { scheduler.signal(SIGTERM) }
      #expect(await one.ending().exit == 0)
      #expect(await two.ending().exit == 0)
      #expect(try await settled(scenario).values.allSatisfy { $0 == "done" })
      #expect(try await runs(scenario).count == 3)
      #expect(try await scenario.host.page("/version") == "1.0")
    }
  }

  /// What nobody could begin is recorded, or carried out late where the job says so.
  @Test func whatIsLateIsMissedOrCaughtUp() async throws {
    try await Scenario.on(1) { scenario in
      try write(scenario, [4, 4], more: "  start_deadline: 1s\n")
      let text = try String(contentsOf: scenario.folder.appending(path: "schedule.yml"), encoding: .utf8)
      try scenario.write("schedule.yml", text + "  catch_up: once\n")
      // From then on they are known.
      for job in ["job0", "job1"] {
        let early = try await scenario.program("schedule", "run", job, "--due", "-s", "schedule.yml")
        #expect(early.exit == 0, "\(early.said)")
      }
      try await Task.sleep(for: .seconds(7))
      for job in ["job0", "job1", "job0", "job1"] {
        let late = try await scenario.program("schedule", "run", job, "--due", "-s", "schedule.yml")
        #expect(late.exit == 0, "\(late.said)")
      }
      #expect(try await settled(scenario) == ["job0": "missed", "job1": "done"])
      #expect(try await runs(scenario).count == 1)
    }
  }

  @Test func theUnitsAreRight() async throws {
    try await Scenario.on(1) { scenario in
      try write(scenario, [3600])
      try FileManager.default.createDirectory(
        at: scenario.folder.appending(path: "units"), withIntermediateDirectories: true)
      let installed = try await scenario.program(
        "schedule", "install", "-s", "schedule.yml", "--directory", "units")
      #expect(installed.exit == 0, "\(installed.said)")
      let verified = try await scenario.shell("systemd-analyze verify units/*.service units/*.timer")
      #expect(verified.exit == 0 && verified.said.isEmpty, "\(verified.said)")
      let line = try await scenario.program("schedule", "install", "-s", "schedule.yml", "--crontab")
      #expect(line.stdout.hasPrefix("* * * * * cd ") && line.stdout.contains("schedule run job0 --due"))
    }
  }
}
