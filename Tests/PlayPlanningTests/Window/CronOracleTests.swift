import Foundation
import PlayModel
import Testing

@testable import PlayFiles
@testable import PlayPlanning

/// More than ten thousand random cron lines against croniter (Scripts/record-cron-oracle) and, in random zones,
/// against zoneinfo.
@Suite struct CronOracleTests {
  struct Case {
    let line: String
    let from: LocalTime
    let walls: [LocalTime]
  }

  private static func cases() throws -> [Case] {
    let file = ZoneOracle.project.appending(path: "Tests/PlayPlanningTests/Fixtures/cron-oracle.txt")
    return try String(contentsOf: file, encoding: .utf8).split(separator: "\n").map { line in
      let parts = line.split(separator: "\t").map(String.init)
      return Case(
        line: parts[0], from: try #require(LocalTime(parts[1])),
        walls: try parts[2].split(separator: " ").map { try #require(LocalTime(String($0))) })
    }
  }

  @Test func wallTimesAreCronitersOnes() throws {
    let cases = try Self.cases()
    #expect(cases.count >= 10_000)
    for example in cases {
      let cron = try CronText.parse(example.line)
      var next = example.from
      for wall in example.walls {
        let found = cron.next(atOrAfter: next)
        #expect(found == wall, "\(example.line) from \(next)")
        next = LocalTime(seconds: wall.seconds + 1)
      }
    }
  }

  @Test func instantsAreThoseOfPython() throws {
    let cases = try Self.cases()
    let names = ZoneOracle.zones
    let zones = try names.map(ZoneOracle.rules)
    let questions = cases.enumerated().flatMap { index, example in
      example.walls.map { "\(names[index % names.count])\t\($0)" }
    }
    let answers = try ZoneOracle.ask([], questions.joined(separator: "\n") + "\n").map {
      Timestamp(milliseconds: try #require(Int64($0)) * 1000)
    }
    try #require(answers.count == questions.count)
    var place = 0
    for (index, example) in cases.enumerated() {
      let zone = zones[index % zones.count]
      var expected: [Timestamp] = []
      for _ in example.walls {
        if expected.last != answers[place] { expected.append(answers[place]) }
        place += 1
      }
      let window = Window(
        name: "w", schedule: .cron(try CronText.parse(example.line)), zone: zone, duration: .seconds(60),
        position: SourcePosition(file: "t"))
      let from = zone.firstInstant(showing: example.from)
      let starts = WindowCalendar(window).occurrences(startingFrom: from).prefix(expected.count).map(\.start)
      #expect(starts == expected, "\(example.line) in \(zone.name) from \(example.from)")
    }
  }
}
