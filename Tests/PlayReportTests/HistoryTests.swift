import Foundation
import PlayModel
import PlayPlanning
import PlayReport
import PlayTesting
import Testing

@Suite struct HistoryTests {
  private static let start = Timestamp(milliseconds: 1_795_364_430_000)

  private static var runs: [RunSummary] {
    var rollback = SamplePlan.header
    rollback.mode = .rollback
    rollback.user = "bob"
    var check = SamplePlan.header
    check.mode = .check
    let web = RunSummary.Deployed(service: "web", version: "2.0")
    let cache = RunSummary.Deployed(service: "cache", version: "7.2")
    return [
      RunSummary(
        run: "20261122-162030-k3f9", header: SamplePlan.header, startedAt: start,
        lastEventAt: start.advanced(by: .seconds(12)), lastSequence: 40, services: [web, cache],
        hostCount: 4),
      RunSummary(
        run: "20261122-161000-m2p1", header: rollback, startedAt: start.advanced(by: .seconds(-630)),
        lastEventAt: start.advanced(by: .seconds(-568)), lastSequence: 90, outcome: .succeeded,
        services: [RunSummary.Deployed(service: "web", version: "1.0")], hostCount: 120,
        hosts: [.changed: 119, .unchanged: 1]),
      RunSummary(
        run: "20261121-230000-zz00", header: SamplePlan.header,
        startedAt: start.advanced(by: .seconds(-62_430)), lastEventAt: start.advanced(by: .seconds(-62_391)),
        lastSequence: 77, outcome: .rolledBack, reason: "1 host failed", services: [web], hostCount: 4,
        hosts: [.rolledBack: 3, .failed: 1]),
      RunSummary(
        run: "20261121-225959-a1b2", header: check, startedAt: start.advanced(by: .seconds(-62_431)),
        lastEventAt: start.advanced(by: .seconds(-62_430)), lastSequence: 3, outcome: .refused,
        hostCount: 0),
    ]
  }

  @Test func listsRuns() throws {
    let zone = try #require(TimeZone(identifier: "Asia/Shanghai"))
    let text = HistoryText.table(Self.runs, style: ReportStyle(zone: zone))
    #expect(
      text == """
        run                   started           by   hosts  outcome           took       what
        20261122-162030-k3f9  2026-11-23 00:20  ana  4      unfinished        12.0 s     web 2.0, cache 7.2
        20261122-161000-m2p1  2026-11-23 00:10  bob  120    done              1 min 2 s  rollback: web 1.0
        20261121-230000-zz00  2026-11-22 07:00  ana  4      failed, put back  39.0 s     web 2.0
        20261121-225959-a1b2  2026-11-22 06:59  ana  0      refused           1.0 s      check: playbooks/shop.yml

        unfinished: the program still runs, or was killed

        """)
  }

  /// Refused before its plan, a rollback says what it was to take back.
  @Test func namesWhatARefusedRollbackWasOf() {
    var refused = Self.runs[1]
    refused.services = []
    refused.header.playbooks = []
    refused.header.undoes = "20261122-162030-k3f9"
    let text = HistoryText.table([refused], style: ReportStyle())
    #expect(text.contains("  rollback of 20261122-162030-k3f9\n"), "\(text)")
  }

  @Test func knowsWhatRuns() {
    let text = HistoryText.table(
      Self.runs, style: ReportStyle(), columns: 80, running: ["20261122-162030-k3f9"])
    #expect(
      text == """
        run                   started           by   hosts  outcome           what
        20261122-162030-k3f9  2026-11-22 16:20  ana  4      running           web 2.0, …
        20261122-161000-m2p1  2026-11-22 16:10  bob  120    done              rollback:…
        20261121-230000-zz00  2026-11-21 23:00  ana  4      failed, put back  web 2.0
        20261121-225959-a1b2  2026-11-21 22:59  ana  0      refused           check: pl…

        """)
    #expect(HistoryText.table([], style: ReportStyle()) == "No runs.\n")
  }

  @Test func listsRunsAsJSON() throws {
    let text = HistoryJSON.lines(Self.runs)
    let lines = text.split(separator: "\n")
    #expect(lines.count == 4)
    #expect(
      lines[2] == """
        {"type":"run.summary","run":"20261121-230000-zz00","time":"2026-11-21T23:00:00.000Z","mode":"run",\
        "command":"swiftplay run playbooks/shop.yml -i prod","user":"ana","machine":"ops1","process":4711,\
        "version":"0.1.0","playbooks":["playbooks/shop.yml"],"inventories":["inventories/prod"],\
        "git_commit":"7e56158d2b1c0a9f8e7d6c5b4a39281706f5e4d3","git_dirty":true,\
        "variables":{"version":"2.0","workers":4},"outcome":"rolled_back","reason":"1 host failed",\
        "finished":"2026-11-21T23:00:39.000Z","duration":39,"services":[{"service":"web","version":"2.0"}],\
        "hosts":{"total":4,"failed":1,"rolled_back":3}}
        """)
  }

  @Test func showsARun() throws {
    let events = RolledBackRun.events
    let state = try RunState(run: events[0].run, folding: events)
    let zone = try #require(TimeZone(identifier: "Asia/Kolkata"))
    let text = ShowText.text(state, style: ReportStyle(zone: zone))
    #expect(
      text == """
        Run 20261122-162030-k3f9: failed, put back
          started      2026-11-22 21:50 UTC+5:30, took 38.8 s
          by           ana on ops1, process 4711
          command      swiftplay run playbooks/shop.yml -i prod
          playbooks    playbooks/shop.yml
          inventories  inventories/prod
          git          7e56158d2b1c0a9f8e7d6c5b4a39281706f5e4d3, with uncommitted changes
          swiftplay    0.1.0
          variables    version = "2.0"
                       workers = 4
          reason       1 of 4 hosts failed, max_failures is 0

        host  outcome      runs now            time
        h1    rolled back  cache 7.2, web 1.0  9.8 s
        h2    rolled back  cache 7.2, web 1.0  9.8 s
        h3    failed       cache 7.2, web 1.0  6.0 s  check failed: GET http://127.0.0.1:8080/health answered 500
        h4    unreachable                             connection refused by 192.0.2.4 port 22

        Play shop: 3 hosts, 2 batches
          cache  7.2, unchanged  h[1-3]
          web    1.0 → 2.0       h[1-3]

          batch 1  h1
          batch 2  h2, h3

        21:51:01  Went back: 1 of 4 hosts failed, max_failures is 0; h[1-3]

        h1  rolled back  cache 7.2, web 1.0
          21:50:30  web  pull    2.3 s  done
          21:50:37  web  create  0.4 s  done; put back at 21:51:07 in 1.0 s
          21:50:38  web  switch  0.9 s  done; put back at 21:51:06 in 1.0 s
          21:50:39  web  check   4.2 s  done

        h2  rolled back  cache 7.2, web 1.0
          21:50:33  web  pull    2.3 s  done
          21:50:53  web  create  0.4 s  done; put back at 21:51:05 in 1.0 s
          21:50:54  web  switch  0.9 s  done; put back at 21:51:04 in 1.0 s
          21:50:55  web  check   4.2 s  done

        h3  failed  cache 7.2, web 1.0
          21:50:35  web  pull    2.3 s  done
          21:50:59  web  create  0.4 s  done; put back at 21:51:02 in 1.0 s
          21:51:00  web  switch  0.9 s  done; put back at 21:51:01 in 1.0 s
          21:51:01  web  check   0.4 s  FAILED  check failed: GET http://127.0.0.1:8080/health answered 500
              container: exited with 1 after 0.4 s
              its last 30 log lines
              | line 1
              | line 2
              | line 3
              | line 4
              | line 5
              | line 6
              | line 7
              | line 8
              | line 9
              | line 10
              | line 11
              | line 12
              | line 13
              | line 14
              | line 15
              | line 16
              | line 17
              | line 18
              | line 19
              | line 20
              | line 21
              | line 22
              | line 23
              | line 24
              | line 25
              | line 26
              | line 27
              | line 28
              | line 29
              | line 30
              → see the service's own log for the reason

        h4  unreachable
          unreachable: connection refused by 192.0.2.4 port 22

        """)
  }

  @Test func showsARunThatWasKilled() throws {
    let events = Array(RolledBackRun.events.prefix(27))
    let state = try RunState(run: events[0].run, folding: events)
    let text = ShowText.text(state, style: ReportStyle())
    #expect(
      text == """
        Run 20261122-162030-k3f9: unfinished
          started      2026-11-22 16:20 UTC, took 24.4 s
          by           ana on ops1, process 4711
          command      swiftplay run playbooks/shop.yml -i prod
          playbooks    playbooks/shop.yml
          inventories  inventories/prod
          git          7e56158d2b1c0a9f8e7d6c5b4a39281706f5e4d3, with uncommitted changes
          swiftplay    0.1.0
          variables    version = "2.0"
                       workers = 4

        Play shop: 3 hosts, 2 batches
          cache  7.2, unchanged  h[1-3]
          web    1.0 → 2.0       h[1-3]

          batch 1  h1
          batch 2  h2, h3

        h1  no outcome  cache 7.2, web 2.0
          16:20:30  web  pull    2.3 s  done
          16:20:37  web  create  0.4 s  done
          16:20:38  web  switch  0.9 s  done
          16:20:39  web  check   4.2 s  done

        h2  no outcome  cache 7.2, web ?
          16:20:33  web  pull    2.3 s  done
          16:20:53  web  create  0.4 s  done
          16:20:54  web  switch         no end recorded

        h3  no outcome  cache 7.2, web 1.0
          16:20:35  web  pull  2.3 s  done

        h4  no outcome
          unreachable: connection refused by 192.0.2.4 port 22

        No end is recorded: the program still runs, or was killed. The hosts know what runs there.

        """)
  }

  @Test func showsARunAsItsEvents() throws {
    let events = RolledBackRun.events
    #expect(try ShowJSON.lines(events) == RolledBackRun.told(by: JSONLines()))
    #expect(try ShowJSON.lines([]) == "")
  }
}
