import Foundation
import PlayModel
import PlayPlanning
import PlayReport
import PlayTesting
import Testing

@Suite struct PlanTextTests {
  /// A check of 13 hosts: twelve to be replaced, one new; the cache stays; one more cannot be reached.
  private static func events() -> [RunEvent] {
    var header = SamplePlan.header
    header.mode = .check
    var script = RunScript()
    script.add(.started(header))
    let hosts = (1...13).map { HostName("web\($0 < 10 ? "0" : "")\($0)") }
    for host in hosts { script.add(.surveyed(host: host, trouble: nil)) }
    script.add(
      .surveyed(
        host: "web14",
        trouble: Trouble(
          .unreachable, "no answer from 192.0.2.14 port 22 in 10 s",
          advice: "see that sshd runs there and that ansible_port is right")))
    var replaced = SamplePlan.change("web", from: "1.0", to: "2.0")
    replaced.previous?.labels[ContainerLabel.spec] = "other"
    replaced.reasons.append("options changed")
    var old = SamplePlan.spec("web", version: "1.0")
    old.environment = ["TZ": .plain("UTC"), "OLD": .plain("1"), "TOKEN": .withheld]
    replaced.previousSpec = old
    replaced.spec.environment = ["TZ": .plain("Asia/Shanghai"), "TOKEN": .secret(Secret("hunter22"))]
    replaced.spec.ports = [PortMapping(hostPorts: 8080...8080, containerPort: 80)]
    var created = replaced
    created.verdict = .create
    created.reasons = ["not there yet"]
    created.previous = nil
    created.previousSpec = nil
    let cache = SamplePlan.change("cache", from: "7.2", to: "7.2")
    let plans = hosts.map { host in
      HostPlan(host: host, services: [cache, host == "web13" ? created : replaced])
    }
    let batches = [Array(hosts[..<1]), Array(hosts[1..<5]), Array(hosts[5...])]
    script.add(
      .planned(PlayPlan(play: 0, name: "shop", policy: RolloutPolicy(), batches: batches, hosts: plans)))
    for host in hosts { script.add(.hostFinished(host: host, outcome: .notAttempted, trouble: nil)) }
    script.add(.hostFinished(host: "web14", outcome: .unreachable, trouble: nil))
    script.add(.finished(.succeeded, reason: nil))
    return script.events
  }

  @Test func tellsAPlan() throws {
    let text = try RolledBackRun.told(by: PlainReport(), Self.events())
    #expect(
      text == """
        Check 20261122-162030-k3f9, started 2026-11-22 16:20 by ana on ops1
          playbooks/shop.yml on inventories/prod, git 7e56158d2b with uncommitted changes
          web14  unreachable: no answer from 192.0.2.14 port 22 in 10 s
                 → see that sshd runs there and that ansible_port is right

        Play shop: 13 hosts, 3 batches
          cache  7.2, unchanged  web[01-13] (13 hosts)
          web    1.0 → 2.0       web[01-12] (12 hosts)
                 options changed
          web    2.0, new        web13

          batch 1  web01
          batch 2  web[02-05]
          batch 3  web[06-13] (8 hosts)

        Plan: 13 hosts would change, 1 host cannot take part; nothing was touched

        """)
  }

  @Test func tellsADifference() throws {
    let text = try RolledBackRun.told(by: PlainReport(style: ReportStyle(difference: true)), Self.events())
    #expect(
      text == """
        Check 20261122-162030-k3f9, started 2026-11-22 16:20 by ana on ops1
          playbooks/shop.yml on inventories/prod, git 7e56158d2b with uncommitted changes
          web14  unreachable: no answer from 192.0.2.14 port 22 in 10 s
                 → see that sshd runs there and that ansible_port is right

        Play shop: 13 hosts, 3 batches
          cache  7.2, unchanged  web[01-13] (13 hosts)
          web    1.0 → 2.0       web[01-12] (12 hosts)
                 options changed
                 ~ image: registry.example:5000/shop/web:1.0 → registry.example:5000/shop/web:2.0
                 - environment OLD: 1
                 ~ environment TZ: UTC → Asia/Shanghai
                 + ports: 8080:80
                 ~ environment TOKEN: <secret>, may have changed
          web    2.0, new        web13
                 + image: registry.example:5000/shop/web:2.0
                 + environment TOKEN: <secret>
                 + environment TZ: Asia/Shanghai
                 + ports: 8080:80
                 + checks: http http://127.0.0.1:8080/health, status 200

          batch 1  web01
          batch 2  web[02-05]
          batch 3  web[06-13] (8 hosts)

        Plan: 13 hosts would change, 1 host cannot take part; nothing was touched

        """)
  }
}
