import Foundation
import PlayModel
import PlayReport
import PlayTesting
import Testing

/// How runs of every kind read. The texts are the design: they are changed on purpose or not at all.
@Suite struct PlainStoriesTests {
  private static func begin(_ hosts: [HostName], mode: RunHeader.Mode = .run) -> RunScript {
    var header = SamplePlan.header
    header.mode = mode
    header.gitCommit = nil
    var script = RunScript()
    script.add(.started(header))
    for host in hosts { script.add(.surveyed(host: host, trouble: nil)) }
    return script
  }

  private static func told(_ script: RunScript) throws -> String {
    try RolledBackRun.told(by: PlainReport(), script.events)
  }

  @Test func everythingIsRightAlready() throws {
    var script = Self.begin(["h1", "h2"])
    script.add(
      .planned(
        SamplePlan.play(
          batches: [], changes: [SamplePlan.change("web", from: "2.0", to: "2.0")], idle: ["h1", "h2"])))
    script.add(.hostFinished(host: "h1", outcome: .unchanged, trouble: nil))
    script.add(.hostFinished(host: "h2", outcome: .unchanged, trouble: nil))
    script.add(.finished(.succeeded, reason: nil))
    let text = try Self.told(script)
    #expect(
      text == """
        Run 20261122-162030-k3f9, started 2026-11-22 16:20 by ana on ops1
          playbooks/shop.yml on inventories/prod

        Play shop: 2 hosts, nothing to do

        host  outcome    runs now  time
        h1    unchanged  web 2.0
        h2    unchanged  web 2.0

        Nothing to do, looked at 2 hosts in 0.6 s
          swiftplay show 20261122-162030-k3f9 tells every step

        """)
  }

  @Test func allGoesWell() throws {
    var script = Self.begin(["web1", "web2", "web10"])
    let plain = SamplePlan.change("web", from: nil, to: "2.0")
    var quiet = SamplePlan.change("worker", from: "2.0", to: "2.1")
    quiet.spec.checks = []
    script.add(.planned(SamplePlan.play(batches: [["web1", "web2", "web10"]], changes: [plain, quiet])))
    script.add(.batchStarted(play: 0, batch: 0, hosts: ["web1", "web2", "web10"]))
    for host in ["web1", "web2", "web10"] as [HostName] {
      for service in ["web", "worker"] as [ServiceName] {
        script.step(SamplePlan.key(host, .create, service: service))
        script.step(SamplePlan.key(host, .switchOver, service: service))
        script.step(SamplePlan.key(host, .check, service: service), taking: .seconds(3))
      }
    }
    script.add(.waiting(reason: "baking", duration: .seconds(90)))
    script.add(.batchFinished(play: 0, batch: 0), after: .seconds(90))
    script.step(
      SamplePlan.key("web2", .prune, service: "worker"), .failed,
      Trouble(.other, "a previous container could not be removed"))
    for host in ["web1", "web2", "web10"] as [HostName] {
      script.add(.hostFinished(host: host, outcome: .changed, trouble: nil))
    }
    script.add(.finished(.succeeded, reason: nil))
    let text = try Self.told(script)
    #expect(
      text == """
        Run 20261122-162030-k3f9, started 2026-11-22 16:20 by ana on ops1
          playbooks/shop.yml on inventories/prod

        Play shop: 3 hosts, 1 batch
          web     2.0, new   on web[1-2,10]
          worker  2.0 → 2.1  on web[1-2,10]

        Batch 1 of 1: web[1-2,10]  16:20:30
          web1   web     2.0 running, checks passed in 3.0 s
          web1   worker  2.1 running, steady for 3.0 s
          web2   web     2.0 running, checks passed in 3.0 s
          web2   worker  2.1 running, steady for 3.0 s
          web10  web     2.0 running, checks passed in 3.0 s
          web10  worker  2.1 running, steady for 3.0 s
        Waiting 1 min 30 s: baking
          web2   worker  not tidied up  a previous container could not be removed

        host   outcome  runs now             time
        web1   changed  web 2.0, worker 2.1  10.0 s
        web2   changed  web 2.0, worker 2.1  11.0 s
        web10  changed  web 2.0, worker 2.1  10.0 s

        Done in 2 min 4 s: 3 changed
          swiftplay show 20261122-162030-k3f9 tells every step

        """)
  }

  @Test func aHostGetsStuck() throws {
    var script = Self.begin(["h1", "h2"])
    script.add(
      .planned(
        SamplePlan.play(
          batches: [["h1", "h2"]],
          changes: [
            SamplePlan.change("web", from: "1.0", to: "2.0"), SamplePlan.change("new", from: nil, to: "1"),
          ])))
    script.add(.batchStarted(play: 0, batch: 0, hosts: ["h1", "h2"]))
    for host in ["h1", "h2"] as [HostName] {
      script.step(SamplePlan.key(host, .create))
      script.step(SamplePlan.key(host, .switchOver))
    }
    script.step(SamplePlan.key("h1", .check))
    script.step(SamplePlan.key("h1", .create, service: "new"))
    script.step(
      SamplePlan.key("h2", .check), .unknown, Trouble(.lostConnection, "reset by 192.0.2.2 port 22"))
    script.add(.reverting(reason: "1 host failed", hosts: ["h2", "h1"]))
    script.undo(
      SamplePlan.key("h2", .switchOver), .failed,
      Trouble(
        .portTaken, "0.0.0.0:8080 is held by nginx", advice: "find what holds the port (ss -ltnp)"))
    script.undo(SamplePlan.key("h1", .create, service: "new"))
    script.undo(SamplePlan.key("h1", .switchOver))
    script.undo(SamplePlan.key("h1", .create))
    script.add(.hostFinished(host: "h1", outcome: .rolledBack, trouble: nil))
    script.add(
      .hostFinished(
        host: "h2", outcome: .stuck, trouble: Trouble(.portTaken, "0.0.0.0:8080 is held by nginx")))
    script.add(.finished(.stuck, reason: nil))
    let text = try Self.told(script)
    #expect(
      text == """
        Run 20261122-162030-k3f9, started 2026-11-22 16:20 by ana on ops1
          playbooks/shop.yml on inventories/prod

        Play shop: 2 hosts, 1 batch
          web  1.0 → 2.0  on h1, h2
          new  1, new     on h1, h2

        Batch 1 of 1: h1, h2  16:20:30
          h1  web  2.0 running, checks passed in 1.0 s
          h2  web  check: how it ended is not known (connection lost: reset by 192.0.2.2 port 22)

        Going back: 1 host failed; putting back h2, h1
          h2  web  NOT PUT BACK  port taken: 0.0.0.0:8080 is held by nginx
                   → find what holds the port (ss -ltnp)
          h1  new  1 removed, nothing was there before
          h1  web  1.0 runs again

        host  outcome      runs now           time
        h1    rolled back  web 1.0, new none  7.0 s
        h2    STUCK        web ?, new none    4.0 s  port taken: 0.0.0.0:8080 is held by nginx

        STUCK after 12.9 s: neither new nor previous on h2
          1 stuck, 1 rolled back
          swiftplay resume 20261122-162030-k3f9 tries these hosts again, once their trouble is over
          swiftplay show 20261122-162030-k3f9 tells every step

        """)
  }

  @Test func nothingMayBegin() throws {
    var script = Self.begin(["h1"])
    let trouble = Trouble(.noEngine, "docker: not found", advice: "install Docker or Podman on the host")
    script.add(.surveyed(host: "h2", trouble: trouble))
    script.add(.hostFinished(host: "h1", outcome: .notAttempted, trouble: nil))
    script.add(.hostFinished(host: "h2", outcome: .failed, trouble: trouble))
    script.add(.finished(.refused, reason: "1 host cannot take part, and max_failures allows 0"))
    let text = try Self.told(script)
    #expect(
      text == """
        Run 20261122-162030-k3f9, started 2026-11-22 16:20 by ana on ops1
          playbooks/shop.yml on inventories/prod
          h2  no container engine: docker: not found
              → install Docker or Podman on the host

        host  outcome        runs now  time
        h1    not attempted
        h2    failed                         no container engine: docker: not found

        Refused, nothing was changed: 1 host cannot take part, and max_failures allows 0
          1 failed, 1 not attempted
          swiftplay show 20261122-162030-k3f9 tells every step

        """)
  }

  @Test func somebodyInterrupts() throws {
    var script = Self.begin(["h1", "h2"])
    script.add(.planned(SamplePlan.play(batches: [["h1"], ["h2"]])))
    script.add(.batchStarted(play: 0, batch: 0, hosts: ["h1"]))
    script.step(SamplePlan.key("h1", .create))
    script.add(.note("Ctrl-C: hosts in flight go to a safe point"))
    script.step(SamplePlan.key("h1", .switchOver))
    script.step(SamplePlan.key("h1", .check))
    script.add(.hostFinished(host: "h1", outcome: .changed, trouble: nil))
    script.add(
      .hostFinished(
        host: "h2", outcome: .notAttempted,
        trouble: Trouble(.interrupted, "the rollout was stopped before its turn")))
    script.add(.finished(.interrupted, reason: nil))
    let text = try Self.told(script)
    #expect(
      text == """
        Run 20261122-162030-k3f9, started 2026-11-22 16:20 by ana on ops1
          playbooks/shop.yml on inventories/prod

        Play shop: 2 hosts, 2 batches
          web  1.0 → 2.0  on h1, h2

        Batch 1 of 2: h1  16:20:30
        Note: Ctrl-C: hosts in flight go to a safe point
          h1  web  2.0 running, checks passed in 1.0 s
          h2  not attempted  interrupted: the rollout was stopped before its turn

        host  outcome        runs now  time
        h1    changed        web 2.0   3.0 s
        h2    not attempted  web 1.0          interrupted: the rollout was stopped before its turn

        Interrupted after 4.1 s
          1 changed, 1 not attempted
          swiftplay resume 20261122-162030-k3f9 goes on, swiftplay cancel 20261122-162030-k3f9 goes back
          swiftplay show 20261122-162030-k3f9 tells every step

        """)
  }

  @Test func manyHostsShareALine() throws {
    let hosts = (1...24).map { HostName("web\($0 < 10 ? "0" : "")\($0)") }
    var script = Self.begin(hosts)
    script.add(.planned(SamplePlan.play(batches: [hosts])))
    script.add(.batchStarted(play: 0, batch: 0, hosts: hosts))
    let trouble = Trouble(.checkFailed, "GET http://127.0.0.1:8080/health answered 500", log: ["boom"])
    for host in hosts {
      let isBad = host == "web07" || host == "web08"
      script.step(SamplePlan.key(host, .switchOver))
      if isBad {
        script.step(SamplePlan.key(host, .check), .failed, trouble)
        script.undo(SamplePlan.key(host, .switchOver))
      }
      script.add(
        .hostFinished(
          host: host, outcome: isBad ? .failed : .changed, trouble: isBad ? trouble : nil))
    }
    script.add(.finished(.failed, reason: nil))
    let text = try Self.told(script)
    #expect(
      text == """
        Run 20261122-162030-k3f9, started 2026-11-22 16:20 by ana on ops1
          playbooks/shop.yml on inventories/prod

        Play shop: 24 hosts, 1 batch
          web  1.0 → 2.0  on web[01-24] (24 hosts)

        Batch 1 of 1: web[01-24] (24 hosts)  16:20:32
          web07  web  FAILED  check failed: GET http://127.0.0.1:8080/health answered 500
                      its log
                      | boom
          web07  web  1.0 runs again
          web08  web  FAILED  check failed: GET http://127.0.0.1:8080/health answered 500
                      its log
                      | boom
          web08  web  1.0 runs again

        host              outcome  runs now  time
        web[01-06,09-24]  changed  web 2.0   ≤ 1.0 s
        web[07-08]        failed   web 1.0   ≤ 3.0 s  check failed: GET http://127.0.0.1:8080/health answered 500

        Failed after 35.9 s
          2 failed, 22 changed
          swiftplay rollback 20261122-162030-k3f9 puts back what it has changed
          swiftplay show 20261122-162030-k3f9 tells every step

        """)
  }
}
