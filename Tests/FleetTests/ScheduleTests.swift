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
      _ = try await eventually("it serves") { last.errorsSoFar.contains("serving") ? true : nil }
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

  /// By every way, once and signed; one that fails at first is told again, and no run waits for it.
  @Test func whoeverIsNamedIsToldOnce() async throws {
    try await Scenario.on(1) { scenario in
      try scenario.write("hook.key", "a key of some length\n")
      try scenario.write("sendmail", "#!/bin/sh\n[ \"$1\" = -t ] && cat >>mail.txt\n")
      try scenario.write("listen.py", Self.listener)
      _ = try await scenario.shell("chmod 755 sendmail")
      let listener = try ChildProcess("/usr/bin/python3", ["listen.py"], directory: scenario.folder)
      defer { listener.signal(SIGTERM) }
      let port = try await eventually("the listener listens") {
        try? String(contentsOf: scenario.folder.appending(path: "port"), encoding: .utf8)
      }
      try write(
        scenario, [3, 14],
        more: "  notify:\n  - {webhook: \"http://127.0.0.1:\(port)/hook\", key_file: hook.key}\n"
          + "  - {command: cat >>told.txt, on: [success, failure, rollback]}\n"
          + "  - {file: events.jsonl, on: success}\n  - {mail: ops@example.org, on: [success, failure, rollback]}\n"
      )
      // The second one's playbook breaks its image.
      let text = try String(contentsOf: scenario.folder.appending(path: "schedule.yml"), encoding: .utf8)
      let parts = text.split(separator: "- name: job1")
      try scenario.write(
        "schedule.yml", parts[0] + "- name: job1" + parts[1].replacing("version: 1.0", with: "version: exits")
      )
      let scheduler = try scenario.start(
        ["serve", "--schedule", "-s", "schedule.yml"],
        environment: ["PATH": "\(scenario.folder.path):/usr/bin:/bin:/usr/sbin:/sbin"])
      func lines(_ file: String) -> [JSONValue] {
        let text = try? String(contentsOf: scenario.folder.appending(path: file), encoding: .utf8)
        return (text ?? "").split(separator: "\n").compactMap { try? JSONValue.parse($0) }
      }
      _ = try await eventually("everybody was told", within: .seconds(90)) { () -> Bool? in
        lines("hooks.jsonl").filter { $0["answered"] == 200 }.count >= 4 && lines("told.txt").count >= 2
          && lines("mail.txt").count >= 2 ? true : nil
      }
      scheduler.signal(SIGTERM)
      #expect(await scheduler.ending().exit == 0)
      let hooks = lines("hooks.jsonl")
      #expect(hooks.allSatisfy { $0["genuine"] == true }, "\(hooks)")
      let taken = hooks.filter { $0["answered"] == 200 }.map { $0["body"] }
      func events(_ bodies: [JSONValue], _ job: String) -> [String] {
        bodies.filter { $0["job"].text == job }.compactMap { $0["event"].text }.sorted()
      }
      #expect(events(taken, "job0") == ["start", "success"], "\(hooks)")
      #expect(events(taken, "job1").count == 2 && events(taken, "job1").last == "start", "\(hooks)")
      #expect(hooks.contains { $0["answered"] == 500 }, "\(hooks)")
      #expect(events(lines("told.txt"), "job0") == ["success"])
      #expect(events(lines("events.jsonl"), "job0") == ["success"] && lines("events.jsonl").count == 1)
      let mail = try String(contentsOf: scenario.folder.appending(path: "mail.txt"), encoding: .utf8)
      #expect(mail.contains("To: ops@example.org\nSubject: swiftplay: job0: success\n"), "\(mail)")
      let told = try await scenario.program("schedule", "history", "--output", "json")
      #expect(told.lines.count == 2, "\(told.said)")
    }
  }

  /// Takes what is posted, checks its signature, and answers the first with an error.
  private static let listener = """
    import hashlib, hmac, http.server, json, re
    class Hook(http.server.BaseHTTPRequestHandler):
        answers = iter([500])
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            seconds, code = re.fullmatch(r"t=(\\d+),v1=([0-9a-f]{64})", self.headers["Swiftplay-Signature"]).groups()
            wanted = hmac.new(b"a key of some length", seconds.encode() + b"." + body, hashlib.sha256).hexdigest()
            status = next(self.answers, 200)
            with open("hooks.jsonl", "a") as file:
                file.write(json.dumps({"genuine": wanted == code, "answered": status, "body": json.loads(body)}) + "\\n")
            self.send_response(status)
            self.end_headers()
        def log_message(self, *words):
            pass
    server = http.server.HTTPServer(("127.0.0.1", 0), Hook)
    with open("port.new", "w") as file:
        file.write(str(server.server_port))
    import os
    os.rename("port.new", "port")
    server.serve_forever()
    """

  /// A run that the cutoff has stopped goes on in the next opening, as the same run.
  @Test func whatTheCutoffStoppedGoesOnInTheNextOpening() async throws {
    try await Scenario.on(2) { scenario in
      let style = Date.ISO8601FormatStyle(timeZone: .gmt).year().month().day().time(
        includingFractionalSeconds: false)
      func at(_ seconds: Int) -> String { (Date() + TimeInterval(seconds)).formatted(style) }
      func windows(_ start: Int, _ more: String) throws {
        try scenario.write(
          "inventory.ini",
          scenario.inventory(
            more: "windows={'night': {'once': '\(at(start))', 'timezone': 'UTC', 'duration': '300s'\(more)}}")
        )
      }
      try scenario.write(PlayText(rollout: "{serial: 1, pause: 16s}"))
      try scenario.write(
        "schedule.yml",
        "- {name: night, window: night, playbooks: deploy.yml, inventory: inventory.ini, vars: {version: 1.0}}\n"
      )
      // It is known before it is due; the cutoff comes in the pause between the two batches.
      try windows(3, ", 'cutoff': '285s'")
      #expect(try await scenario.program("schedule", "run", "night", "--due", "-s", "schedule.yml").exit == 0)
      try await Task.sleep(for: .seconds(4))
      let first = try await scenario.program("schedule", "run", "night", "--due", "-s", "schedule.yml")
      #expect(first.exit == 6, "\(first.said)")
      #expect(try await scenario.hosts[1].containers()["web"] == nil)
      try await Task.sleep(for: .seconds(1))
      try windows(0, "")
      let second = try await scenario.program(
        "schedule", "run", "night", "--due", "-s", "schedule.yml", "--output", "json")
      #expect(second.exit == 0, "\(second.said)")
      let times = try await scenario.program("schedule", "history", "--output", "json").lines
      #expect(times.map { $0["outcome"].text } == ["succeeded", "waiting"], "\(times)")
      #expect(Set(times.map { $0["run"].text }).count == 1)
      #expect(try await runs(scenario).count == 1)
      for host in scenario.hosts { #expect(try await host.page("/version") == "1.0") }
    }
  }
}
