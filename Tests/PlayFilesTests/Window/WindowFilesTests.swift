import PlayModel
import Testing

@testable import PlayFiles

/// The variable `windows` and a play's `window`, with what is wrong in them and where.
@Suite struct WindowFilesTests {
  private static let inventory = "inventory.yml"

  /// A fixture whose hosts have these windows, written from line 4 and column 7 on.
  private func fixture(_ windows: String, play: String = "window: nights") throws -> PlaybookFixture {
    let text = "all:\n  vars:\n    windows:\n" + windows.indented(by: 6) + "\n"
    var fixture = PlaybookFixture("- hosts: web\n  \(play)\n  services: {web: {image: a:1}}")
    fixture.files[Self.inventory] = text
    let document = try #require(try YAMLReader.read(text, file: Self.inventory))
    let value = try #require(document["all"]?["vars"]?["windows"])
    fixture.shared = ["windows": value.ansibleValue]
    fixture.definitions = ["windows": SourcePosition(file: Self.inventory, line: 3, column: 5)]
    return fixture
  }

  private static let nights =
    "nights: {schedule: \"0 22 * * 1-5\", timezone: Asia/Shanghai, duration: 2h, cutoff: 20m}"

  @Test func aPlayHasTheWindowItNamesAndEveryFreeze() throws {
    let freeze = "\nfrozen: {once: 2026-12-24T22:00, timezone: Europe/Berlin, duration: 3d, kind: deny}"
    let other = "\nother: {schedule: \"@daily\", timezone: UTC, duration: 1h}"
    let play = try #require(try fixture(Self.nights + freeze + other).resolve().plays.first)
    #expect(play.windows.map(\.name) == ["frozen", "nights"])
    let nights = try #require(play.windows.last)
    #expect(nights.duration == .seconds(7200))
    #expect(nights.cutoff == .seconds(1200))
    #expect(nights.zone.name == "Asia/Shanghai")
    #expect(nights.position == SourcePosition(file: Self.inventory, line: 4, column: 7))
    #expect(play.windows.first?.schedule == .once(LocalTime(year: 2026, month: 12, day: 24, hour: 22)))
  }

  @Test func windowsOfTheCommandLineReplaceThePlays() throws {
    let other = "\nother: {schedule: \"@daily\", timezone: UTC, duration: 1h}"
    let found = try fixture(Self.nights + other).resolve(windows: ["other"]).plays.first?.windows
    #expect(found?.map(\.name) == ["other"])
  }

  @Test(arguments: [
    (
      "schedule: \"0 22 * *\", timezone: UTC, duration: 2h",
      "inventory.yml:4:26: `schedule`: `0 22 * *` is not"
    ),
    ("schedule: \"0 22 * * 8\", timezone: UTC, duration: 2h", "day of the week: 8 is not between 0 and 7"),
    ("schedule: \"0 22 * * fry\", timezone: UTC, duration: 2h", "did you mean \"fri\"?"),
    ("schedule: \"0 22-2 * * *\", timezone: UTC, duration: 2h", "write 22-23,0-2"),
    ("schedule: \"5/15 * * * *\", timezone: UTC, duration: 2m", "write 5-59/15"),
    ("schedule: \"0 0 30 2 *\", timezone: UTC, duration: 2m", "names a day that none of its months has"),
    ("schedule: \"0 22 * * *\", timezone: Europe/Berlln, duration: 2h", "did you mean \"Europe/Berlin\"?"),
    ("schedule: \"0 22 * * *\", timezone: ../passwd, duration: 2h", "`../passwd` is no time zone"),
    ("schedule: \"0 22 * * *\", duration: 2h", "inventory.yml:4:7: a window needs `timezone`"),
    ("schedule: \"0 22 * * *\", timezone: UTC", "inventory.yml:4:7: a window needs `duration`"),
    ("timezone: UTC, duration: 2h", "says not when it opens"),
    ("schedule: \"0 22 * * *\", once: 2026-12-24, timezone: UTC, duration: 2h", "both `schedule` and `once`"),
    ("once: 2026-02-29T10:00, timezone: UTC, duration: 2h", "`2026-02-29T10:00` is not a date and time"),
    ("once: 2026-12-24, timezone: UTC, duration: 2h, cutoff: 2h", "is not shorter than its duration"),
    ("once: 2026-12-24, timezone: UTC, duration: 0s", "is never open"),
    ("once: 2026-12-24, timezone: UTC, duration: 1h, cutoff: 50m, jitter: 10m", "reaches its cutoff"),
    ("once: 2026-12-24, timezone: UTC, duration: 1h, kind: deny, cutoff: 5m", "means nothing in a window of"),
    ("once: 2026-12-24, timezone: UTC, duration: 1h, kind: never", "`never` is not one of allow, deny"),
    ("once: 2026-12-24, timezone: UTC, duration: 1h, cutof: 5m", "did you mean \"cutoff\"?"),
  ])
  func aBadWindowIsToldWithItsPlace(_ keys: String, _ expected: String) throws {
    let problems = try fixture("nights: {\(keys)}").problems().joined(separator: "\n")
    #expect(problems.contains(expected), "\(problems)")
    #expect(problems.contains("inventory.yml:4:"))
  }

  @Test func aWindowThatIsNotThereIsToldInThePlaybook() throws {
    let problems = try fixture(Self.nights, play: "window: night").problems()
    #expect(problems == ["site.yml:2:11: there is no window `night`\n  did you mean \"nights\"?"])
    var none = PlaybookFixture("- hosts: web\n  window: nights\n  services: {web: {image: a:1}}")
    #expect(try none.problems().joined().contains("the play's hosts have no variable `windows`"))
    none.files["site.yml"] = "- hosts: web\n  services: {web: {image: a:1}}"
    #expect(try none.problems().isEmpty)
  }

  @Test func hostsOfOnePlayAgreeOnTheirWindows() throws {
    var fixture = try fixture(Self.nights)
    fixture.variables["h2"] = ["windows": .map([:])]
    #expect(try fixture.problems().joined().contains("`windows` differs between h1 and h2"))
  }

  @Test func theExamplesOfAWindowAreRight() throws {
    let keys = Schema.window.keys.filter { !["once", "kind"].contains($0.name) }
    let text = keys.map { "\($0.name): \($0.example)" }.joined(separator: ", ")
    #expect(try fixture("nights: {\(text)}").problems().isEmpty)
    let once = Schema.window.keys.filter { ["once", "kind", "timezone", "duration"].contains($0.name) }
      .map { "\($0.name): \($0.example)" }.joined(separator: ", ")
    #expect(try fixture(Self.nights + "\nfrozen: {\(once)}").problems().isEmpty)
  }

  @Test(arguments: [
    ("0 22 * * fri-sun", [0, 5, 6]), ("0 22 * * 5-7", [0, 5, 6]), ("0 22 * * */2", [0, 2, 4, 6]),
    ("0 22 * * sun", [0]), ("0 22 * * 7", [0]),
  ])
  func sundayIsAtBothEnds(_ line: String, _ weekdays: [Int]) throws {
    #expect(try CronText.parse(line).weekdays.sorted() == weekdays)
  }
}
