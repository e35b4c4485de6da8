import Foundation
import PlayModel
import PlayPlanning
import PlayReport
import PlayTesting
import Testing

/// What somebody reads who was asleep.
@Suite struct MorningReportTests {
  private static let start = Timestamp(milliseconds: 1_795_364_430_000)

  private static func report() throws -> MorningReport {
    let failed = RunSummary(
      run: "20261122-162030-k3f9", header: SamplePlan.header, startedAt: start,
      lastEventAt: start.advanced(by: .seconds(12)), lastSequence: 40, outcome: .rolledBack,
      reason: "1 host <failed>", services: [RunSummary.Deployed(service: "web", version: "2.0")], hostCount: 3
    )
    let waits = RunSummary(
      run: "20261122-162100-w4t5", header: SamplePlan.header, startedAt: start.advanced(by: .seconds(30)),
      lastEventAt: start.advanced(by: .seconds(40)), lastSequence: 9, outcome: .waiting,
      reason: "the cutoff of the window night has come", services: [], hostCount: 2)
    let killed = RunSummary(
      run: "20261122-162200-b1b2", header: SamplePlan.header, startedAt: start.advanced(by: .seconds(90)),
      lastEventAt: start.advanced(by: .seconds(95)), lastSequence: 9, services: [], hostCount: 2)
    let request = ChangeRequest(
      id: "20261122-150000-r3q4", createdAt: start, user: "bob", machine: "m", directory: "/", command: "c",
      windows: ["night"], reason: "the \"new\" basket", plan: "", digest: "")
    return MorningReport(
      since: start.advanced(by: .seconds(-60)), runs: [killed, waits, failed].map { ($0, nil) }, alive: [],
      requests: [request],
      occurrences: [
        JobOccurrence(job: "nightly", start: start, status: .missed, notedAt: start),
        JobOccurrence(job: "weekly", start: start, status: .done, notedAt: start, outcome: .succeeded),
      ],
      commands: [], style: ReportStyle(zone: try #require(TimeZone(identifier: "UTC"))))
  }

  @Test func tellsWhatRanWhatFailedAndWhatWaits() throws {
    let zone = try #require(TimeZone(identifier: "UTC"))
    let text = try Self.report().text(style: ReportStyle(zone: zone))
    #expect(
      text == """
        Since 2026-11-22 16:19

        What somebody has to look at
          run                   how it stands  what goes on
          20261122-162200-b1b2  unfinished     swiftplay resume 20261122-162200-b1b2, or swiftplay cancel 20261122-162200-b1b2

        What failed
          run                   where  why
          20261122-162030-k3f9  -      failed, put back: 1 host <failed>

        What ran
          started           run                   by   took    how it ended      what
          2026-11-22 16:20  20261122-162030-k3f9  ana  12.0 s  failed, put back  web 2.0
          2026-11-22 16:21  20261122-162100-w4t5  ana  10.0 s  waiting           playbooks/shop.yml
          2026-11-22 16:22  20261122-162200-b1b2  ana  5.0 s   unfinished        playbooks/shop.yml

        What changed
          Nothing changed.

        What waits
          what                                              since             of   why
          run 20261122-162100-w4t5                          2026-11-22 16:21  ana  the cutoff of the window night has come
          request 20261122-150000-r3q4, waits for approval  2026-11-22 16:20  bob  the "new" basket

        Scheduled times that were missed or skipped
          time              job      what became of it
          2026-11-22 16:20  nightly  missed

        Commands by hand
          None.

        """)
  }

  /// A page holds whatever people have typed, and none of it is markup.
  @Test func thePageShowsTextAsText() throws {
    let html = try Self.report().html()
    #expect(html.hasPrefix("<!doctype html>"))
    #expect(html.contains("<td>failed, put back: 1 host &lt;failed&gt;</td>"))
    #expect(html.contains("<td>the &quot;new&quot; basket</td>"))
    #expect(!html.contains("<failed>") && !html.contains("<script"))
    #expect(html.contains("<h2 class=\"bad\">What failed</h2>"))
  }

  /// Of one run, only what is about it.
  @Test func aRunHasAReportOfItsOwn() throws {
    let zone = try #require(TimeZone(identifier: "UTC"))
    let run = RunSummary(
      run: "20261122-162030-k3f9", header: SamplePlan.header, startedAt: Self.start,
      lastEventAt: Self.start.advanced(by: .seconds(12)), lastSequence: 40, outcome: .succeeded,
      services: [RunSummary.Deployed(service: "web", version: "2.0")], hostCount: 3)
    let text = MorningReport(of: run, state: nil, isAlive: false, style: ReportStyle(zone: zone)).text(
      style: ReportStyle(zone: zone))
    #expect(
      text == """
        Run 20261122-162030-k3f9

        What failed
          Nothing failed.

        What ran
          started           run                   by   took    how it ended  what
          2026-11-22 16:20  20261122-162030-k3f9  ana  12.0 s  done          web 2.0

        What changed
          Nothing changed.

        """)
  }
}
