import Foundation
import PlayModel
import PlayReport
import PlayTesting
import Testing

@Suite struct PlainReportTests {
  @Test func tellsARunThatGoesBack() throws {
    let text = try RolledBackRun.told(by: PlainReport(style: ReportStyle(logLines: 3)))
    #expect(
      text == """
        Run 20261122-162030-k3f9, started 2026-11-22 16:20 by ana on ops1
          playbooks/shop.yml on inventories/prod, git 7e56158d2b with uncommitted changes
          h4  unreachable: connection refused by 192.0.2.4 port 22

        Play shop: 3 hosts, 2 batches
          cache  7.2, unchanged  on h[1-3]
          web    1.0 → 2.0       on h[1-3]

        Pulling images  16:20:30

        Batch 1 of 2: h1  16:20:37
          h1  web    2.0 running, checks passed in 4.2 s
        Waiting 10 s: pause before the next batch

        Batch 2 of 2: h2, h3  16:20:53
          h2  web    2.0 running, checks passed in 4.2 s
          h3  web    FAILED  check failed: GET http://127.0.0.1:8080/health answered 500
                     container: exited with 1 after 0.4 s
                     its last 3 of 30 log lines; all are in swiftplay show 20261122-162030-k3f9
                     | line 28
                     | line 29
                     | line 30
                     → see the service's own log for the reason

        Going back: 1 of 4 hosts failed, max_failures is 0; putting back h[1-3]
          h3  web    1.0 runs again
          h2  web    1.0 runs again
          h1  web    1.0 runs again

        host  outcome      runs now            time
        h1    rolled back  cache 7.2, web 1.0  9.8 s
        h2    rolled back  cache 7.2, web 1.0  9.8 s
        h3    failed       cache 7.2, web 1.0  6.0 s  check failed: GET http://127.0.0.1:8080/health answered 500
        h4    unreachable                             connection refused by 192.0.2.4 port 22

        Failed, and put back after 38.8 s: 1 of 4 hosts failed, max_failures is 0
          1 failed, 1 unreachable, 2 rolled back
          swiftplay show 20261122-162030-k3f9 tells every step

        """)
  }
}
