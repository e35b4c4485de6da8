import Foundation
import PlayModel
import PlayPlanning
import Testing

@testable import PlayReport

@Suite struct TextTests {
  @Test(arguments: [
    (0, "0.0 s"), (49, "0.0 s"), (50, "0.1 s"), (420, "0.4 s"), (4200, "4.2 s"), (59_949, "59.9 s"),
    (59_950, "1 min"), (60_000, "1 min"), (64_499, "1 min 4 s"), (64_500, "1 min 5 s"),
    (3_600_000, "1 h"), (7_500_000, "2 h 5 min"), (-5, "0.0 s"),
  ]) func saysDurations(milliseconds: Int, text: String) {
    #expect(DurationText.text(.milliseconds(milliseconds)) == text)
  }

  @Test func saysChosenAndRunningTimes() {
    #expect(DurationText.planned(.seconds(10)) == "10 s")
    #expect(DurationText.planned(.milliseconds(1500)) == "1.5 s")
    #expect(DurationText.planned(.seconds(120)) == "2 min")
    #expect(DurationText.seconds(.milliseconds(59_999)) == "59 s")
    #expect(DurationText.seconds(.seconds(65)) == "1 min 5 s")
    #expect(DurationText.clock(.seconds(42)) == "0:42")
    #expect(DurationText.clock(.seconds(3723)) == "1:02:03")
  }

  @Test(arguments: [
    (Int64(0), "1970-01-01T00:00:00.000Z"), (1_795_364_430_007, "2026-11-22T16:20:30.007Z"),
    (-1, "1969-12-31T23:59:59.999Z"), (951_782_400_000, "2000-02-29T00:00:00.000Z"),
  ]) func saysTimes(milliseconds: Int64, text: String) {
    #expect(TimeText.rfc3339(Timestamp(milliseconds: milliseconds)) == text)
  }

  @Test func saysZones() throws {
    let time = Timestamp(milliseconds: 1_795_364_430_000)
    for (name, text) in [
      ("UTC", "UTC"), ("Asia/Shanghai", "UTC+8"), ("America/St_Johns", "UTC-3:30"),
      ("Europe/Berlin", "UTC+1"),
    ] {
      #expect(TimeText.zone(time, try #require(TimeZone(identifier: name))) == text)
    }
  }

  @Test(arguments: [
    ("plain ü → 日本", "plain ü → 日本"), ("a\tb", "a    b"), ("a\r\n\u{0}\u{7F}b", "a b"),
    ("\u{1B}[31mred\u{1B}[0m", "red"), ("\u{1B}]0;title\u{07}x", "x"), ("\u{1B}]8;;url\u{1B}\\x", "x"),
    ("\u{1B}P1;2q…\u{1B}\\x", "x"), ("\u{1B}(Bx", "x"), ("\u{9B}2Jx", "x"), ("\u{1B}", ""), ("\u{1B}[", ""),
    ("\u{1B}[12;", ""), ("\u{1B}]never ends", ""), ("\u{1B}cx", "x"), ("\u{202E}x\u{2066}", "x"),
  ]) func cleansText(text: String, clean: String) {
    #expect(StyledText(text).plain == clean)
  }

  @Test func measuresAndCutsText() {
    let text = StyledText("日本 ", .good) + StyledText("host")
    #expect(text.width == 9)
    #expect(text.cut(to: 9).plain == "日本 host")
    #expect(text.cut(to: 8).plain == "日本 ho…")
    #expect(text.cut(to: 4).plain == "日…")
    #expect(text.cut(to: 1).plain == "…")
    #expect(text.cut(to: 0).plain == "")
    #expect(text.rendered(colour: true) == "\u{1B}[32m日本 \u{1B}[0mhost")
    #expect(text.rendered(colour: false) == "日本 host")
  }

  @Test func setsColumns() {
    let lines = TextColumns.lines(
      [["a", "bbb", "c"], ["aaaa", "b", ""], ["", "", "long last column"], ["x", "", ""]]
        .map { $0.map { StyledText($0) } }, indent: 1)
    #expect(lines.map(\.plain) == [" a     bbb  c", " aaaa  b", "            long last column", " x"])
  }

  @Test func saysHosts() {
    #expect(HostText.list(["h1"]) == "h1")
    #expect(HostText.list(["h1", "db"]) == "h1, db")
    #expect(HostText.list(["h1", "h2", "h3"]) == "h[1-3]")
    #expect(HostText.list((1...7).map { HostName("h\($0)") }) == "h[1-7] (7 hosts)")
    #expect(HostText.counts([.changed: 3, .stuck: 1, .failed: 2]) == "1 stuck, 2 failed, 3 changed")
  }

  @Test func saysTroubles() {
    #expect(TroubleText.sentence(Trouble(.checkFailed, "answered 500")) == "check failed: answered 500")
    #expect(TroubleText.sentence(Trouble(.timedOut, "")) == "timed out")
    #expect(TroubleText.sentence(Trouble(.other, "odd")) == "odd")
  }

  @Test func saysWhyAHostIsNotReached() {
    let failure = HostFailure(
      host: "h1", reason: .hostKeyChanged, detail: "ED25519 SHA256:abc, known_hosts line 3")
    #expect(
      HostFailureText.lines(failure) == [
        "h1: its host key is not the one in known_hosts; somebody may be listening: "
          + "ED25519 SHA256:abc, known_hosts line 3",
        "  ask the host's owner; when the change is right, remove the old key with ssh-keygen -R",
      ])
    let own = HostFailure(host: "h1", reason: .timedOut, detail: "", advice: "look at the host")
    #expect(
      HostFailureText.lines(own) == [
        "h1: no end in time; how the command ended is not known", "  look at the host",
      ])
    let bare = HostFailure(host: "h1", reason: .channelRefused, detail: "MaxSessions")
    #expect(HostFailureText.lines(bare) == ["h1: sshd refused a channel: MaxSessions"])
  }

  @Test func saysWhyAnEventCannotFollow() throws {
    var state = RunState(run: "r1")
    let event = RunEvent(sequence: 4, time: Timestamp(milliseconds: 0), run: "r1", body: .note("x"))
    let refusal = try #require(
      throws: IllegalTransition.self, performing: { try state.apply(event) })
    #expect(
      IllegalTransitionText.sentence(refusal) == "event 4, note, cannot follow: number 1 comes next")
  }
}
