import Testing

@testable import PlayFiles

@Suite struct DurationTextTests {
  /// The specification's own examples, and what Go's parser accepts besides; in microseconds.
  private static let durations: [(String, Int64)] = [
    ("10ms", 10_000), ("40s", 40_000_000), ("1m30s", 90_000_000), ("1h5m30s20ms", 3_930_020_000),
    ("1.5h", 5_400_000_000), (".5s", 500_000), ("2us", 2), ("2\u{B5}s", 2), ("2\u{3BC}s", 2), ("3000ns", 3),
    ("1d", 86_400_000_000), ("1w", 604_800_000_000), ("30s1m", 90_000_000), ("0", 0), ("0s", 0),
    ("90", 90_000_000), ("1.5", 1_500_000), ("0.1s", 100_000), ("2562047h", 9_223_369_200_000_000),
  ]

  @Test(arguments: durations)
  func reads(_ text: String, _ microseconds: Int64) throws {
    #expect(try DurationText.parse(text) == .microseconds(microseconds))
  }

  @Test(arguments: ["", "s", "1x", "1 s", "s1", "1s2", "1.2.3s", "abc", "1h ", "１s", ".s", "1e3s"])
  func refuses(_ text: String) {
    #expect(
      throws: ValueFault(
        "`\(text)` is not a duration", hint: "write a number with its unit, such as 500ms, 30s, 1m30s or 2h")
    ) {
      try DurationText.parse(text)
    }
  }

  @Test func negativeAndEndlessAreRefused() {
    #expect(throws: ValueFault("the duration `-1s` is negative")) { try DurationText.parse("-1s") }
    #expect(throws: ValueFault("the duration `-2.0` is negative")) { try DurationText.seconds(-2) }
    #expect(throws: ValueFault("the duration `2562048h` is longer than 292 years")) {
      try DurationText.parse("2562048h")
    }
    #expect(throws: ValueFault("the duration `1e+300` is longer than 292 years")) {
      try DurationText.seconds(1e300)
    }
    #expect(throws: ValueFault("the duration `inf` is longer than 292 years")) {
      try DurationText.seconds(.infinity)
    }
  }

  @Test func everyDurationReadsBackAsItself() throws {
    var random = SeededRandom(seed: 1)
    for _ in 0..<2_000 {
      let magnitude = Int64.random(in: 0...62, using: &random)
      let duration = Duration.nanoseconds(Int64.random(in: 0...(Int64(1) << magnitude), using: &random))
      #expect(try DurationText.parse(DurationText.text(for: duration)) == duration)
    }
  }

  @Test func theTextIsShort() {
    #expect(DurationText.text(for: .zero) == "0s")
    #expect(DurationText.text(for: .seconds(90)) == "1m30s")
    #expect(DurationText.text(for: .milliseconds(500)) == "500ms")
    #expect(DurationText.text(for: .seconds(3600)) == "1h")
  }
}
