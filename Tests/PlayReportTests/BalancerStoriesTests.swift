import PlayModel
import PlayPlanning
import PlayReport
import PlayTesting
import Testing

/// How runs behind load balancers, runs taken up again and singletons that move read.
@Suite struct BalancerStoriesTests {
  private static func begin(_ hosts: [HostName]) -> RunScript {
    var header = SamplePlan.header
    header.gitCommit = nil
    var script = RunScript()
    script.add(.started(header))
    for host in hosts { script.add(.surveyed(host: host, trouble: nil)) }
    return script
  }

  private static func seen(
    _ server: String, _ state: BalancerMembership.State = .ready
  ) -> BalancerMembership {
    BalancerMembership(
      balancer: "edge", host: "lb", backend: "web", server: server, state: state, weight: 100, isUp: true)
  }

  private static var edge: RolloutPolicy {
    var policy = RolloutPolicy()
    policy.balancers = [
      LoadBalancer(
        name: "edge", driver: .haproxy, hosts: ["lb"], socket: "/run/haproxy/admin.sock", backends: ["web"])
    ]
    return policy
  }

  private static func told(_ script: RunScript) throws -> String {
    try RolledBackRun.told(by: PlainReport(), script.events)
  }

  @Test func hostsLeaveTheirBalancerAndComeBack() throws {
    var script = Self.begin(["h1", "h2", "h3"])
    script.add(.planned(SamplePlan.play(batches: [["h1"], ["h2"], ["h3"]], policy: Self.edge)))
    for (index, host) in (["h1", "h2"] as [HostName]).enumerated() {
      script.add(.batchStarted(play: 0, batch: index, hosts: [host]))
      script.add(.stepStarted(SamplePlan.key(host, .drain)))
      script.add(
        .membershipSeen(SamplePlan.key(host, .drain), [Self.seen(host.text, index == 1 ? .maint : .ready)]))
      script.add(.stepFinished(SamplePlan.key(host, .drain), .succeeded, nil))
      for kind in [.create, .switchOver, .check, .join] as [StepKind] {
        script.step(SamplePlan.key(host, kind))
      }
      if index == 0 { script.add(.batchFinished(play: 0, batch: index)) }
    }
    // Killed, and taken up by somebody else.
    var header = SamplePlan.header
    header.user = "ben"
    script.add(.resumed(header), after: .seconds(60))
    for host in ["h1", "h2", "h3"] as [HostName] { script.add(.surveyed(host: host, trouble: nil)) }
    script.add(.batchFinished(play: 0, batch: 1))
    script.add(.batchStarted(play: 0, batch: 2, hosts: ["h3"]))
    script.add(.stepStarted(SamplePlan.key("h3", .drain)))
    script.add(.membershipSeen(SamplePlan.key("h3", .drain), [Self.seen("h3")]))
    script.add(.stepFinished(SamplePlan.key("h3", .drain), .succeeded, nil))
    script.step(SamplePlan.key("h3", .create))
    script.step(
      SamplePlan.key("h3", .switchOver), .failed, Trouble(.portTaken, "0.0.0.0:8080 is held by nginx"))
    script.undo(SamplePlan.key("h3", .switchOver))
    script.undo(SamplePlan.key("h3", .create))
    script.undo(SamplePlan.key("h3", .drain))
    let text = try Self.told(script)
    #expect(
      text == """
        Run 20261122-162030-k3f9, started 2026-11-22 16:20 by ana on ops1
          playbooks/shop.yml on inventories/prod

        Play shop: 3 hosts, 3 batches, behind edge
          web  1.0 → 2.0  on h[1-3]

        Batch 1 of 3: h1  16:20:30
          h1  web  2.0 running, checks passed in 1.0 s
          h1  back behind edge after 4.6 s

        Batch 2 of 3: h2  16:20:35
          h2  web  2.0 running, checks passed in 1.0 s
          h2  stays out of service; web/h2 on lb in maintenance as before
        Run 20261122-162030-k3f9, taken up 2026-11-22 16:21 by ben on ops1

        Batch 3 of 3: h3  16:21:40
          h3  web  FAILED  port taken: 0.0.0.0:8080 is held by nginx
          h3  web  1.0 runs again
          h3  back behind edge, as before

        """)
  }

  @Test func aBatchThatWasBrokenOffIsNamedAgain() throws {
    var script = Self.begin(["h1", "h2"])
    script.add(.planned(SamplePlan.play(batches: [["h1"], ["h2"]])))
    script.add(.batchStarted(play: 0, batch: 0, hosts: ["h1"]))
    script.step(SamplePlan.key("h1", .create))
    script.add(.resumed(SamplePlan.header), after: .seconds(30))
    script.add(.surveyed(host: "h1", trouble: nil))
    script.step(SamplePlan.key("h1", .switchOver))
    script.step(SamplePlan.key("h1", .check))
    #expect(
      try Self.told(script).hasSuffix(
        """
        Batch 1 of 2: h1  16:20:30
        Run 20261122-162030-k3f9, taken up 2026-11-22 16:21 by ana on ops1

        Batch 1 of 2: h1  16:21:01
          h1  web  2.0 running, checks passed in 1.0 s

        """))
  }

  @Test func aSingletonMoves() throws {
    var policy = RolloutPolicy()
    policy.exactlyOne = true
    var leaving = SamplePlan.change("worker", from: "1.0", to: "2.0")
    leaving.verdict = .remove
    var script = Self.begin(["h1", "h2"])
    script.add(
      .planned(
        PlayPlan(
          play: 0, name: "jobs", policy: policy, batches: [["h1"], ["h2"]],
          hosts: [
            HostPlan(host: "h1", services: [leaving]),
            HostPlan(host: "h2", services: [SamplePlan.change("worker", from: nil, to: "2.0")]),
          ])))
    script.add(.batchStarted(play: 0, batch: 0, hosts: ["h1"]))
    script.step(SamplePlan.key("h1", .switchOver, service: "worker"))
    script.add(.batchFinished(play: 0, batch: 0))
    script.add(.batchStarted(play: 0, batch: 1, hosts: ["h2"]))
    for kind in [.create, .switchOver, .check] as [StepKind] {
      script.step(SamplePlan.key("h2", kind, service: "worker"))
    }
    script.add(.batchFinished(play: 0, batch: 1))
    for host in ["h1", "h2"] as [HostName] {
      script.add(.hostFinished(host: host, outcome: .changed, trouble: nil))
    }
    script.add(.finished(.succeeded, reason: nil))
    let text = try Self.told(script)
    #expect(
      text == """
        Run 20261122-162030-k3f9, started 2026-11-22 16:20 by ana on ops1
          playbooks/shop.yml on inventories/prod

        Play jobs: 2 hosts, 2 batches
          worker  1.0, removed  on h1
          worker  2.0, new      on h2

        Batch 1 of 2: h1  16:20:30
          h1  worker  1.0 stopped

        Batch 2 of 2: h2  16:20:31
          h2  worker  2.0 running, checks passed in 1.0 s

        host  outcome  runs now     time
        h1    changed  worker none  1.0 s
        h2    changed  worker 2.0   3.0 s

        Done in 5.4 s: 2 changed
          swiftplay show 20261122-162030-k3f9 tells every step

        """)
  }

  @Test func showTellsWhoWentOnAndWhatHooksDid() throws {
    var script = Self.begin(["h1"])
    let key = Hook.Key(play: 0, stage: .beforeRun, index: 0)
    script.add(.hookStarted(key, Hook("./migrate.sh up", on: .controller, undo: "./migrate.sh down")))
    script.add(.hookFinished(key, .succeeded, nil))
    script.add(.planned(SamplePlan.play(batches: [["h1"]])))
    var header = SamplePlan.header
    (header.user, header.command) = ("ben", "swiftplay cancel k3f9")
    script.add(.resumed(header), after: .seconds(60))
    script.add(.hookUndone(key, .succeeded, nil))
    let state = try RunState(run: script.run, folding: script.events)
    let text = ShowText.text(state, style: ReportStyle())
    #expect(
      text.contains(
        """

        16:20:30  Hook before_run: ./migrate.sh up  done, taken back
        16:21:30  Taken up: by ben on ops1, swiftplay cancel k3f9

        """), "\(text)")
  }

  @Test func theTrafficMoves() throws {
    var policy = Self.edge
    let (blue, green) = (
      BlueGreen.Group(name: "blue", hosts: ["h1"]), BlueGreen.Group(name: "green", hosts: ["h2"])
    )
    policy.blueGreen = BlueGreen(groups: [blue, green])
    var script = Self.begin(["h1", "h2"])
    script.add(
      .planned(
        PlayPlan(
          play: 0, name: "shop", policy: policy, batches: [["h1", "h2"]],
          hosts: ["h1", "h2"].map {
            HostPlan(host: $0, services: [SamplePlan.change("web", from: "2.0", to: "2.0")])
          }, groupSwitch: GroupSwitch(incoming: green, outgoing: blue, batch: 0))))
    script.add(.batchStarted(play: 0, batch: 0, hosts: ["h1", "h2"]))
    script.step(SamplePlan.key("h2", .join))
    script.step(SamplePlan.key("h1", .drain))
    script.add(.batchFinished(play: 0, batch: 0))
    for host in ["h1", "h2"] as [HostName] {
      script.add(.hostFinished(host: host, outcome: .changed, trouble: nil))
    }
    script.add(.finished(.succeeded, reason: nil))
    #expect(
      try Self.told(script).hasSuffix(
        """
        Play shop: 2 hosts, 1 batch, behind edge; blue serves; green is ready and takes over
          web  2.0, unchanged  on h1, h2

        Batch 1 of 1: the traffic moves from blue (h1) to green (h2)  16:20:30
          h2  serves, its balancers see it up
          h1  out of service, nothing is under way there

        host  outcome  runs now  time
        h1    changed  web 2.0   1.0 s
        h2    changed  web 2.0   1.0 s

        Done in 3.0 s: 2 changed
          green serves now, blue stands by: swiftplay rollback 20261122-162030-k3f9 moves the traffic back
          swiftplay show 20261122-162030-k3f9 tells every step

        """))
  }
}
