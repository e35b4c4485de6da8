import Testing

@testable import PlayReport

@Suite struct WatchScreenTests {
  private func lines(_ count: Int) -> [StyledText] { (0..<count).map { StyledText("line \($0)") } }

  @Test func drawsInPlaceAndNeverScrolls() {
    var screen = WatchScreen(style: ReportStyle())
    let first = screen.draw(lines(2), foot: [], columns: 20, rows: 5)
    #expect(first == "\u{1B}[?1049h\u{1B}[?25l\u{1B}[Hline 0\u{1B}[K\r\nline 1\u{1B}[K\u{1B}[J")
    let second = screen.draw(lines(1), foot: [], columns: 20, rows: 5)
    #expect(second == "\u{1B}[Hline 0\u{1B}[K\u{1B}[J")
    for count in [4, 5, 6, 100] {
      let page = screen.draw(lines(count), foot: [StyledText("h3: lost")], columns: 20, rows: 5)
      #expect(page.ranges(of: "\r\n").count <= 4)
      #expect(page.contains("h3: lost"))
    }
    #expect(screen.draw(lines(9), foot: [], columns: 20, rows: 5).contains("… 5 more"))
  }

  @Test func staysWithinTheTerminal() {
    var screen = WatchScreen(style: ReportStyle())
    let page = screen.draw(
      [StyledText(String(repeating: "x", count: 50))], foot: lines(30), columns: 10, rows: 4)
    #expect(!page.contains("xxxxxxxxxx"))
    #expect(page.ranges(of: "\r\n").count <= 3)
  }
}
