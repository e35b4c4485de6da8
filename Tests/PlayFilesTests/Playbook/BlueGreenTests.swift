import PlayModel
import Testing

@testable import PlayFiles

/// Plays with two groups that serve in turn.
@Suite struct BlueGreenTests {
  private func fixture(
    _ rollout: String, play: String = "  load_balancer: edge\n",
    groups: [String: [HostName]] = ["blue": ["h1"], "green": ["h2", "h3"]]
  ) -> PlaybookFixture {
    var fixture = PlaybookFixture(
      "- hosts: web\n\(play)  rollout: {strategy: blue_green\(rollout)}\n  services: {web: {image: a:1}}\n")
    fixture.shared = ["load_balancers": ["edge": ["driver": "haproxy", "hosts": "h3", "backend": "web"]]]
    fixture.groups = groups
    return fixture
  }

  @Test func itsGroupsHaveTheirHosts() throws {
    let policy = try #require(try fixture(", groups: [blue, green]").resolve().plays.first?.rollout)
    #expect(
      policy.blueGreen
        == BlueGreen(groups: [.init(name: "blue", hosts: ["h1"]), .init(name: "green", hosts: ["h2", "h3"])]))
    // The group that does not serve needs no batches.
    #expect(policy.serial == [])
    let upgraded = try fixture(", groups: [green, blue], standby: upgrade").resolve().plays.first?.rollout
    #expect(upgraded?.blueGreen?.standby == .upgrade)
    #expect(upgraded?.blueGreen?.groups.first?.name == "green")
  }

  private static let faults: [(PlaybookFixtureCase, String)] = [
    (.init(""), "the strategy blue_green needs two `groups`"),
    (.init(", groups: [blue]"), "the strategy blue_green needs two `groups`"),
    (.init(", groups: [blue, blue]"), "the strategy blue_green needs two `groups`"),
    (.init(", groups: [blue, gren]"), "there is no group `gren` in the inventory\n  did you mean \"green\"?"),
    (.init(", groups: [blue, other]"), "no host of the play is in the group `other`"),
    (.init(", groups: [blue, small]"), "h3 is in neither of the groups blue and small"),
    (.init(", groups: [all, green]"), "h2 is in both of the groups all and green"),
    (.init(", groups: [blue, green], weight: 10%, bake: 1s"), "`weight` has no meaning"),
    (.init(", groups: [blue, green], min_healthy: 1"), "`min_healthy` has no meaning"),
    (.init(", groups: [blue, green], on_failure: halt"), "a blue-green play that fails always goes back"),
    (.init(", groups: [blue, green]", play: ""), "needs a `load_balancer`, which shows which group serves"),
    (.init(", groups: [blue, green]", limit: ["h1", "h2"]), "the limit leaves out h3"),
  ]

  struct PlaybookFixtureCase: Sendable {
    var rollout: String
    var play: String
    var limit: Set<HostName>?

    init(_ rollout: String, play: String = "  load_balancer: edge\n", limit: Set<HostName>? = nil) {
      self.rollout = rollout
      self.play = play
      self.limit = limit
    }
  }

  @Test(arguments: faults.indices)
  func mistakesAreSaidWithTheirPlace(_ index: Int) throws {
    let (one, words) = Self.faults[index]
    var fixture = fixture(
      one.rollout, play: one.play,
      groups: [
        "blue": ["h1"], "green": ["h2", "h3"], "small": ["h2"], "other": [], "all": ["h1", "h2", "h3"],
      ])
    fixture.limit = one.limit
    let problems = try fixture.problems()
    #expect(problems.contains { $0.contains(words) && $0.hasPrefix("site.yml:") }, "\(problems)")
  }

  @Test func itsKeysAreItsOwn() throws {
    let rolling = PlaybookFixture(
      "- hosts: web\n  switch_window: night\n  rollout: {groups: [a, b], standby: keep}\n"
        + "  services: {web: {image: a:1}}\n")
    #expect(
      try rolling.problems() == [
        "site.yml:2:18: `switch_window` is for plays with the strategy blue_green\n  write `window`",
        "site.yml:3:21: `groups` is for the strategy blue_green",
        "site.yml:3:38: `standby` is for the strategy blue_green",
      ])
  }
}
