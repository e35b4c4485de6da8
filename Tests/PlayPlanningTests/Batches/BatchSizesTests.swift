import PlayModel
import PlayPlanning
import Testing

@Suite("Batches")
struct BatchSizesTests {
  private func sizes(_ hosts: Int, _ serial: [Threshold]) -> [Int] {
    BatchSizes.cut(Array(0..<hosts), serial: serial).map(\.count)
  }

  @Test("Ansible's own example: the last size repeats, percentages are of all hosts")
  func mixed() {
    #expect(sizes(10, [.count(1), .percent(30), .count(5)]) == [1, 3, 5, 1])
  }

  @Test("A percentage is the floor, and at least one host")
  func floor() {
    #expect(sizes(10, [.percent(25)]) == [2, 2, 2, 2, 2])
    #expect(sizes(3, [.percent(1)]) == [1, 1, 1])
    #expect(sizes(3, [.percent(100)]) == [3])
  }

  @Test("No serial, zero and less mean one batch")
  func all() {
    #expect(sizes(5, []) == [5])
    #expect(sizes(5, [.count(0)]) == [5])
    #expect(sizes(5, [.count(2), .count(-1)]) == [2, 3])
    #expect(sizes(0, [.count(2)]) == [])
  }

  @Test("Every host is in exactly one batch, in order", arguments: 1...40)
  func partition(hosts: Int) {
    for serial in [[.count(1), .percent(10), .percent(50)], [.percent(33)], [.count(7)]] as [[Threshold]] {
      #expect(BatchSizes.cut(Array(0..<hosts), serial: serial).flatMap { $0 } == Array(0..<hosts))
    }
  }

  @Test("Percentages count the whole play when fewer hosts change")
  func total() {
    #expect(BatchSizes.cut(Array(0..<4), serial: [.percent(20)], total: 10).map(\.count) == [2, 2])
  }

  @Test("min_healthy is rounded up, max_failures down")
  func thresholds() {
    #expect(Threshold.percent(50).required(of: 3) == 2)
    #expect(Threshold.percent(50).allowed(of: 3) == 1)
    #expect(Threshold.percent(10).allowed(of: 3) == 0)
    #expect(Threshold.count(9).required(of: 3) == 3)
  }
}
