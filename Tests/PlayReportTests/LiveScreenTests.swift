import Foundation
import PlayModel
import PlayPlanning
import PlayTesting
import Testing

@testable import PlayReport

@Suite struct LiveScreenTests {
  /// A terminal on which a script is played.
  struct Stage {
    var terminal: TerminalEmulator
    var screen: LiveScreen
    var state: RunState
    var played = 0

    init(columns: Int = 80, rows: Int = 24, run: RunID = "20261122-162030-k3f9") {
      terminal = TerminalEmulator(columns: columns, rows: rows)
      screen = LiveScreen(style: ReportStyle(), columns: columns, rows: rows)
      state = RunState(run: run)
    }

    /// Plays the events that are new.
    mutating func play(_ events: [RunEvent]) throws {
      for event in events.dropFirst(played) { terminal.write(try screen.text(for: event, folding: &state)) }
      played = events.count
    }

    mutating func tick(_ now: Timestamp) { terminal.write(screen.tick(now, in: state)) }
  }

  private static func rolling(_ hosts: [HostName]) -> RunScript {
    var script = RunScript()
    script.add(.started(SamplePlan.header))
    for host in hosts { script.add(.surveyed(host: host, trouble: nil)) }
    script.add(.planned(SamplePlan.play(batches: [Array(hosts.prefix(1)), Array(hosts.dropFirst())])))
    script.add(.batchStarted(play: 0, batch: 0, hosts: Array(hosts.prefix(1))))
    for kind in [StepKind.create, .switchOver, .check] { script.step(SamplePlan.key(hosts[0], kind)) }
    script.add(.batchFinished(play: 0, batch: 0))
    script.add(.batchStarted(play: 0, batch: 1, hosts: Array(hosts.dropFirst())))
    return script
  }

  @Test func showsTheHostsOfTheBatch() throws {
    var script = Self.rolling(["h1", "h2", "h3", "h4"])
    script.step(SamplePlan.key("h2", .create))
    script.step(SamplePlan.key("h2", .switchOver))
    script.add(.stepStarted(SamplePlan.key("h3", .create)))
    script.add(.stepStarted(SamplePlan.key("h2", .check)))
    var stage = Stage()
    try stage.play(script.events)
    #expect(!stage.terminal.isCursorVisible)
    stage.tick(script.now.advanced(by: .milliseconds(3400)))
    var text = stage.terminal.text
    #expect(
      text == """
        Run 20261122-162030-k3f9, started 2026-11-22 16:20 by ana on ops1
          playbooks/shop.yml on inventories/prod, git 7e56158d2b with uncommitted change
        s

        Play shop: 4 hosts, 2 batches
          web  1.0 → 2.0  on h[1-4]

        Batch 1 of 2: h1  16:20:30
          h1  web  2.0 running, checks passed in 1.0 s

        Batch 2 of 2: h[2-4]  16:20:34

        Batch 2 of 2: 0 of 3 hosts done  0:09
          h2  web  checking  3 s of 1 min
          h3  web  creating  3 s
          h4  waiting

        """)

    script.add(.stepFinished(SamplePlan.key("h2", .check), .succeeded, nil), after: .seconds(4))
    script.add(
      .stepFinished(SamplePlan.key("h3", .create), .failed, Trouble(.createFailed, "no such network shop")))
    try stage.play(script.events)
    text = stage.terminal.text
    #expect(
      text == """
        Run 20261122-162030-k3f9, started 2026-11-22 16:20 by ana on ops1
          playbooks/shop.yml on inventories/prod, git 7e56158d2b with uncommitted change
        s

        Play shop: 4 hosts, 2 batches
          web  1.0 → 2.0  on h[1-4]

        Batch 1 of 2: h1  16:20:30
          h1  web  2.0 running, checks passed in 1.0 s

        Batch 2 of 2: h[2-4]  16:20:34
          h2  web  2.0 running, checks passed in 4.0 s
          h3  web  FAILED  container not created: no such network shop

        Batch 2 of 2: 1 of 3 hosts done, 1 failed  0:10
          h2  web 2.0 running
          h3  web  container not created: no such network shop
          h4  waiting

        """)
    #expect(stage.terminal.unknown.isEmpty)
  }

  /// The same look twice draws nothing: the view is calm.
  @Test func drawsNothingWhenNothingIsNew() throws {
    var script = Self.rolling(["h1", "h2"])
    script.add(.stepStarted(SamplePlan.key("h2", .create)))
    var stage = Stage()
    try stage.play(script.events)
    let now = script.now.advanced(by: .seconds(5))
    #expect(!stage.screen.tick(now, in: stage.state).isEmpty)
    #expect(stage.screen.tick(now.advanced(by: .milliseconds(300)), in: stage.state).isEmpty)
  }

  @Test func foldsMoreHostsThanRows() throws {
    let hosts = (1...40).map { HostName("web\($0)") }
    var script = Self.rolling(hosts)
    for host in ["web3", "web20", "web30"] as [HostName] {
      script.add(.stepStarted(SamplePlan.key(host, .create)))
    }
    script.step(
      SamplePlan.key("web5", .create), .failed, Trouble(.createFailed, "no such network shop"))
    var stage = Stage(rows: 10)
    try stage.play(script.events)
    stage.tick(script.now)
    let text = stage.terminal.screen
    #expect(
      text == """
          web5   web  FAILED  container not created: no such network shop

        Batch 2 of 2: 0 of 39 hosts done, 1 failed  0:09
          web2   waiting
          web3   web  creating  1 s
          web5   web  container not created: no such network shop
          web20  web  creating  1 s
          web30  web  creating  1 s
          … 34 waiting

        """)
  }

  @Test func cutsLinesToTheWidth() throws {
    var script = Self.rolling(["h1", "a-host-with-a-very-long-name.example", "日本語のホスト"])
    for host in ["a-host-with-a-very-long-name.example", "日本語のホスト"] as [HostName] {
      script.step(
        SamplePlan.key(host, .create), .failed,
        Trouble(.createFailed, "a long story about why this container could not be created"))
    }
    var stage = Stage(columns: 50)
    try stage.play(script.events)
    stage.tick(script.now)
    let panel = stage.terminal.screen.split(separator: "\n").suffix(3)
    #expect(panel.allSatisfy { TerminalText.width(String($0)) < 50 })
    #expect(panel.last?.hasSuffix("…") == true)
  }

  /// A container's log must not be able to move the cursor or to fake lines.
  @Test func letsNothingThroughThatActsOnTheTerminal() throws {
    var script = Self.rolling(["h1", "h2"])
    script.step(
      SamplePlan.key("h2", .create), .failed,
      Trouble(
        .exited, "bad \u{1B}[2J\u{1B}]0;title\u{07} thing\r\n", state: "\u{1B}[31mred",
        log: ["\u{1B}[1Aup", "tab\there", "\u{9B}2Kc1", "\u{202E}turned"]))
    var stage = Stage()
    try stage.play(script.events)
    #expect(stage.terminal.unknown.isEmpty)
    let text = stage.terminal.text
    for line in [
      "FAILED  container exited: bad  thing", "container: red", "| up", "| tab    here", "| c1", "| turned",
    ] {
      #expect(text.contains(line), "\(line)")
    }
  }

  @Test func leavesThePlainSummary() throws {
    var stage = Stage(columns: 200, rows: 30)
    try stage.play(RolledBackRun.events)
    #expect(stage.terminal.isCursorVisible)
    let plain = try RolledBackRun.told(by: PlainReport())
    #expect(stage.terminal.text == plain)
  }

  /// Whatever happens in between, the end looks like plain output, on every size of terminal.
  @Test(arguments: [(20, 5), (40, 8), (80, 24), (300, 100)])
  func leavesNoTraceOfThePanel(columns: Int, rows: Int) throws {
    var stage = Stage(columns: columns, rows: rows)
    for event in RolledBackRun.events {
      try stage.play(Array(RolledBackRun.events.prefix(event.sequence)))
      stage.tick(event.time.advanced(by: .milliseconds(1100)))
    }
    var plain = TerminalEmulator(columns: columns, rows: rows)
    plain.write(try RolledBackRun.told(by: PlainReport()))
    #expect(stage.terminal.text == plain.text)
  }

  @Test func countsThePauseDown() throws {
    var script = Self.rolling(["h1", "h2", "h3"])
    script.add(.waiting(reason: "pause between batches", duration: .seconds(10)))
    var stage = Stage()
    try stage.play(script.events)
    stage.tick(script.now.advanced(by: .seconds(4)))
    #expect(
      stage.terminal.screen.contains("Batch 2 of 2: 0 of 2 hosts done, pause between batches, 6 s left"))
  }

  @Test func emphasisesOnlyWhereAsked() throws {
    let events = RolledBackRun.events
    #expect(!(try RolledBackRun.told(by: PlainReport(), events).contains("\u{1B}")))
    let coloured = try RolledBackRun.told(by: PlainReport(style: ReportStyle(colour: true)), events)
    #expect(coloured.contains("\u{1B}[31mFAILED\u{1B}[0m"))
    #expect(coloured.contains("\u{1B}[32m2.0 running\u{1B}[0m"))
    let screen = try RolledBackRun.told(by: LiveScreen(style: ReportStyle(), columns: 80, rows: 24), events)
    #expect(!screen.contains("\u{1B}[31m") && !screen.contains("\u{1B}[0m"))
  }
}
