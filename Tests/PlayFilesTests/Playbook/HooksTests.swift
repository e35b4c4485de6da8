import PlayModel
import Testing

@testable import PlayFiles

/// `hooks` of a play.
@Suite struct HooksTests {
  private func fixture(_ hooks: String) -> PlaybookFixture {
    var fixture = PlaybookFixture("- hosts: web\n  hooks: {\(hooks)}\n  services: {web: {image: a:1}}\n")
    fixture.shared = ["api_token": "hunter22hunter22"]
    return fixture
  }

  private func hooks(_ text: String) throws -> [Hook.Stage: [Hook]] {
    try #require(try fixture(text).resolve().plays.first?.rollout.hooks)
  }

  @Test func aTextIsACommand() throws {
    #expect(
      try hooks("before_run: ./a, after_host: [b c, {command: [d, 'e f']}]") == [
        .beforeRun: [Hook("./a", on: .controller)],
        .afterHost: [Hook("b c", on: .host), Hook("d 'e f'", on: .host)],
      ])
  }

  @Test func everyKeyCounts() throws {
    let text =
      "before_host: {command: up, on: controller, timeout: 2m, undo: down, environment: {A: 1, T: \"{{ api_token }}\"}}"
    let hook = Hook(
      "up", on: .controller, timeout: .seconds(120),
      environment: ["A": .plain("1"), "T": .secret(Secret("hunter22hunter22"))], undo: "down")
    #expect(try hooks(text) == [.beforeHost: [hook]])
  }

  private static let faults = [
    ("before: x", "site.yml:2:11: `before` is not a key of hooks"),
    ("before_run: ''", "site.yml:2:23: `a hook` says no command"),
    ("before_run: {on: host}", "site.yml:2:23: a hook needs `command`"),
    ("before_run: {command: x, on: moon}", "site.yml:2:40: `on`: `moon` is not one of host, controller"),
    ("after_run: {command: x, undo: y}", "site.yml:2:41: `undo` has no meaning in `after_run`"),
    ("before_run: {command: x, timeout: 0s}", "`timeout` is less than a second"),
    ("before_run: 'x {{ api_token }}'", "site.yml:2:23: `a hook` cannot hold the secret `api_token`"),
    ("before_run: {command: 'x {{ api_token }}'}", "`command` cannot hold the secret `api_token`"),
    ("before_run: {command: x, undo: '{{ api_token }}'}", "`undo` cannot hold the secret `api_token`"),
    (
      "before_run: {command: x, environment: {'1A': b}}", "no shell has a variable `1A`"
    ),
  ]

  @Test(arguments: faults.indices) func mistakesAreSaidWithTheirPlace(_ index: Int) throws {
    let (text, words) = Self.faults[index]
    let problems = try fixture(text).problems()
    #expect(problems.contains { $0.contains(words) }, "\(problems)")
  }
}
