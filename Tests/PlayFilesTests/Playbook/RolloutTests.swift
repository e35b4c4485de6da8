import PlayModel
import Testing

@testable import PlayFiles

@Suite struct RolloutTests {
  private func fixture(_ rollout: String) -> PlaybookFixture {
    PlaybookFixture(PlaybookFixture.play(service: "image: shop/web:1", rollout: rollout))
  }

  private static let policies: [(String, @Sendable (inout RolloutPolicy) -> Void)] = [
    ("{}", { _ in }), ("", { _ in }), ("{strategy: rolling}", { _ in }),
    ("{serial: 2}", { $0.serial = [.count(2)] }), ("{serial: \"2\"}", { $0.serial = [.count(2)] }),
    ("{serial: 25%}", { $0.serial = [.percent(25)] }), ("{serial: 33.3%}", { $0.serial = [.percent(33.3)] }),
    ("{serial: [1, 25%, \"100%\"]}", { $0.serial = [.count(1), .percent(25), .percent(100)] }),
    ("{order: start_first}", { $0.order = .startFirst }), ("{order: stop_first}", { _ in }),
    ("{pause: 10s, bake: 1m30s}", { ($0.pause, $0.bake) = (.seconds(10), .seconds(90)) }),
    ("{pause: 10, bake: 0.5}", { ($0.pause, $0.bake) = (.seconds(10), .milliseconds(500)) }),
    ("{max_failures: 3}", { $0.maxFailures = .count(3) }),
    ("{max_failures: 10%}", { $0.maxFailures = .percent(10) }),
    ("{min_healthy: 50%}", { $0.minHealthy = .percent(50) }),
    ("{min_healthy: 2}", { $0.minHealthy = .count(2) }),
    ("{on_failure: rollback}", { _ in }), ("{on_failure: rollback_batch}", { $0.onFailure = .rollbackBatch }),
    ("{on_failure: halt}", { $0.onFailure = .halt }),
    ("{on_failure: continue}", { $0.onFailure = .continue }),
    ("{keep: 0}", { $0.keep = 0 }), ("{keep: \"3\"}", { $0.keep = 3 }),
    ("{refuse_older: yes}", { $0.refuseOlder = true }),
    ("{min_healthy: 100%, order: start_first}", { ($0.minHealthy, $0.order) = (.percent(100), .startFirst) }),
  ]

  @Test(arguments: policies.indices)
  func everyKeyInEveryForm(_ index: Int) throws {
    let (yaml, change) = Self.policies[index]
    var expected = RolloutPolicy()
    change(&expected)
    #expect(try fixture(yaml).resolve().plays.map(\.rollout) == [expected], "\(yaml)")
  }

  private static let faults: [(String, [String])] = [
    (
      "{strategy: blue_green}",
      [
        "site.yml:2:12: the strategy blue_green needs two `groups`\n  for example groups: [blue, green]"
      ]
    ),
    (
      "{log_errors: FATAL}",
      ["site.yml:2:25: `log_errors` are looked for while it bakes, and `bake` is 0\n  for example bake: 30s"]
    ),
    (
      "{exactly_one: true, serial: 2, order: start_first, max_failures: 1}",
      [
        "site.yml:2:40: `serial` has no meaning with `exactly_one`: the service runs on one host",
        "site.yml:2:50: `order` has no meaning with `exactly_one`: two would run at once",
        "site.yml:2:77: `max_failures` has no meaning with `exactly_one`: a host that cannot be reached may still run one",
      ]
    ),
    ("{strategy: canary}", ["site.yml:2:23: `strategy`: `canary` is not one of rolling, blue_green"]),
    (
      "{serial: 0}",
      [
        "site.yml:2:21: `serial`: a batch of 0 hosts changes nothing\n  the least is 1; for all hosts at once write 100%"
      ]
    ),
    (
      "{serial: 0%}",
      [
        "site.yml:2:21: `serial`: a batch of 0% hosts changes nothing\n  the least is 1; for all hosts at once write 100%"
      ]
    ),
    ("{serial: -1}", ["site.yml:2:21: `serial`: a number of hosts cannot be negative, and -1 is"]),
    ("{serial: [1, 101%]}", ["site.yml:2:25: `serial`: the percentage 101% is not between 0% and 100%"]),
    ("{serial: -5%}", ["site.yml:2:21: `serial`: the percentage -5% is not between 0% and 100%"]),
    (
      "{serial: many}",
      ["site.yml:2:21: `serial`: `many` is neither a number of hosts nor a percentage\n  write 2 or 25%"]
    ),
    (
      "{serial: 1.5}",
      ["site.yml:2:21: `serial`: `1.5` is neither a number of hosts nor a percentage\n  write 2 or 25%"]
    ),
    (
      "{serial: x%}",
      ["site.yml:2:21: `serial`: `x%` is not a percentage\n  write a number before the %, such as 25%"]
    ),
    (
      "{serial: 1e1%}",
      ["site.yml:2:21: `serial`: `1e1%` is not a percentage\n  write a number before the %, such as 25%"]
    ),
    ("{serial: []}", ["site.yml:2:21: `serial` names no batch\n  for example serial: [1, 25%, 100%]"]),
    (
      "{serial: {a: 1}}",
      [
        "site.yml:2:21: `serial` must be a number of hosts or a percentage or a list of numbers of hosts or percentages, not a mapping\n  for example serial: [1, 25%, 100%]"
      ]
    ),
    (
      "{serial: [[1]]}",
      [
        "site.yml:2:22: an element of `serial` must be a number of hosts or a percentage, not a list\n  for example serial: [1, 25%, 100%]"
      ]
    ),
    (
      "{order: start-first}",
      [
        "site.yml:2:20: `order`: `start-first` is not one of stop_first, start_first\n  did you mean \"start_first\"?"
      ]
    ),
    ("{pause: -1s}", ["site.yml:2:20: `pause`: the duration `-1s` is negative"]),
    (
      "{bake: a while}",
      [
        "site.yml:2:19: `bake`: `a while` is not a duration\n  write a number with its unit, such as 500ms, 30s, 1m30s or 2h"
      ]
    ),
    (
      "{max_failures: -1}", ["site.yml:2:27: `max_failures`: a number of hosts cannot be negative, and -1 is"]
    ),
    ("{min_healthy: 200%}", ["site.yml:2:26: `min_healthy`: the percentage 200% is not between 0% and 100%"]),
    (
      "{min_healthy: 100%}",
      [
        "site.yml:2:26: `min_healthy: 100%` allows no change: with stop_first a host is without its service for a moment\n  lower it, or use order: start_first"
      ]
    ),
    (
      "{on_failure: rolback}",
      [
        "site.yml:2:25: `on_failure`: `rolback` is not one of rollback, rollback_batch, halt, continue\n  did you mean \"rollback\"?"
      ]
    ),
    ("{keep: -1}", ["site.yml:2:19: `keep`: -1 is not between 0 and 1000"]),
    ("{refuse_older: sometimes}", ["site.yml:2:27: `refuse_older`: `sometimes` is neither true nor false"]),
    ("{seral: 1}", ["site.yml:2:13: `seral` is not a key of rollout\n  did you mean \"serial\"?"]),
    ("[serial]", ["site.yml:2:12: rollout must be a mapping, not a list"]),
    (
      "{serial: \"{{ size }}\"}",
      [
        "site.yml:2:25: `size` is not defined\n  set it in the inventory, in the play's vars, or with -e size=…"
      ]
    ),
  ]

  @Test(arguments: faults)
  func faultsSayWhere(_ rollout: String, _ expected: [String]) throws {
    let found = try fixture(rollout).problems()
    #expect(found == expected)
  }

  @Test func aRolloutMayUseWhatAllHostsShare() throws {
    var fixture = fixture("{serial: \"{{ size }}\", bake: \"{{ seconds }}s\"}")
    fixture.shared = ["size": [1, "50%"], "seconds": 30]
    let rollout = try #require(try fixture.resolve().plays.first?.rollout)
    #expect(rollout.serial == [.count(1), .percent(50)])
    #expect(rollout.bake == .seconds(30))
  }

  @Test func aRolloutCannotDifferBetweenHosts() throws {
    var fixture = fixture("{serial: \"{{ size }}\"}")
    fixture.variables = ["h1": ["size": 1], "h2": ["size": 1], "h3": ["size": 2]]
    #expect(
      try fixture.problems() == [
        """
        site.yml:2:12: this is the same for all hosts of a play, and uses `size`, which differs between h1 and h3
          use variables that all the play's hosts share
        """
      ])
  }

  @Test func startFirstNeedsRoomForTwo() throws {
    var fixture = PlaybookFixture(
      PlaybookFixture.play(
        service: """
          image: shop/web:1
          ports: ["8080:80", "9000-9010:81", "82"]
          networks: {back: {ipv4_address: 172.20.0.9}}
          """, rollout: "{order: start_first}"))
    let expected = [
      """
      site.yml:6:15: `order: start_first` runs the new container beside the old one, and both would need host port 8080
        use stop_first, or let the engine choose the host port
      """,
      """
      site.yml:7:17: `order: start_first` runs the new container beside the old one, and both would need the address 172.20.0.9
        use stop_first, or leave the address to the engine
      """,
    ]
    #expect(try fixture.problems() == expected)
    fixture.files["site.yml"] = fixture.files["site.yml"]?.replacing("start_first", with: "stop_first")
    #expect(try fixture.problems().isEmpty)
  }
}
