import PlayModel
import Testing

@Suite struct EngineTimeTests {
  @Test(arguments: [
    ("1970-01-01T00:00:00Z", 0, 0),
    ("2026-11-22T16:20:30.123456789Z", 1_795_364_430, 123_456_789),
    ("2026-11-22T17:20:30.5+01:00", 1_795_364_430, 500_000_000),
    ("2000-02-29T00:00:00Z", 951_782_400, 0),
    ("2024-12-31T23:59:60Z", 1_735_689_600, 0),
    ("1969-12-31T19:00:00-05:00", 0, 0),
    ("0001-01-01T00:00:00Z", -62_135_596_800, 0),
    ("2026-11-22T16:20:30.1234567899Z", 1_795_364_430, 123_456_789),
  ])
  func readsWhatEnginesPrint(text: String, seconds: Int, nanoseconds: Int) throws {
    let time = try #require(EngineTime(text))
    #expect(time == EngineTime(seconds: Int64(seconds), nanoseconds: Int32(nanoseconds)))
  }

  @Test(arguments: [
    "", "now", "2026-11-22", "2026-11-22T16:20:30", "2026-13-22T16:20:30Z", "2026-11-22T16:20:30.Z",
    "2026-11-22T16:20:30Zx", "2026-11-22 16:20:30Z", "2026-11-22T24:00:00Z",
  ])
  func refusesTheRest(text: String) { #expect(EngineTime(text) == nil) }

  @Test func isOrderedToTheNanosecondAndWrittenForSince() throws {
    let (first, second) = (EngineTime(seconds: 5, nanoseconds: 7), EngineTime(seconds: 5, nanoseconds: 8))
    #expect(first < second && !(second < first))
    #expect(first.unixText == "5.000000007")
  }
}
