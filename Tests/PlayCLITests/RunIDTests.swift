import PlayModel
import Testing

@testable import PlayCLI

@Suite struct RunIDTests {
  private func id(_ milliseconds: Int64) -> RunID { RunID.new(at: Timestamp(milliseconds: milliseconds)) }

  /// "The last run" is found by the order of the ids.
  @Test func idsSortByTimeWithinASecondToo() throws {
    let start: Int64 = 1_795_364_430_000
    let ids = stride(from: start, to: start + 3000, by: 3).map { id($0).text }
    #expect(ids == ids.sorted())
    for time in [start, start + 999] {
      let form = #/20261122-162030-[2-9a-hj-km-np-z]{4}/#
      #expect(try form.wholeMatch(in: id(time).text) != nil, "\(id(time))")
    }
  }

  @Test func runsOfOneMillisecondDiffer() {
    let ids = Set((0..<20).map { _ in id(1_795_364_430_500).text })
    #expect(ids.count > 15)
  }
}
