import PlayModel
import Testing

@testable import PlayPlanning

/// What is done about a job's times, on a clock that does what it likes.
@Suite struct JobBoardTests {
  /// Every hour, in UTC; hour 0 is 1970-01-01T00:00.
  private func board(
    overlap: Window.Overlap? = nil, catchUp: Window.CatchUp? = nil, deadline: Duration? = nil,
    window: Duration? = nil, cutoff: Duration = .zero, of more: (inout Window) -> Void = { _ in }
  ) throws -> JobBoard {
    let place = SourcePosition(file: "schedule.yml")
    let hours = CronSchedule(
      text: "0 * * * *", minutes: [0], hours: Array(0...23), days: Set(1...31), months: Set(1...12),
      weekdays: Set(0...6), anyDay: true, anyWeekday: true)
    var times = Window(
      name: "hourly", schedule: .cron(hours), zone: .utc, duration: window ?? .seconds(60), position: place)
    times.cutoff = cutoff
    more(&times)
    let job = ScheduledJob(
      name: "job", timing: window == nil ? .own(times) : .window("hourly"), playbooks: ["p"],
      inventories: ["i"],
      overlap: overlap, catchUp: catchUp, startDeadline: deadline, position: place)
    return JobBoard(job, window: times)
  }

  private func at(_ hours: Double) -> Timestamp { Timestamp(milliseconds: Int64(hours * 3_600_000)) }

  @Test func itBeginsOnceAtItsTime() throws {
    let board = try board()
    #expect(board.decide(after: at(5), isRunning: false, at: at(5.99)) == [])
    #expect(board.decide(after: at(5), isRunning: false, at: at(6)) == [.begin(at(6))])
    // What is written down is settled, whatever the clock says then.
    #expect(board.decide(after: at(6), isRunning: false, at: at(6.01)) == [])
    #expect(board.decide(after: at(6), isRunning: false, at: at(6)) == [])
  }

  @Test func aClockThatIsSetBackRepeatsNothing() throws {
    let board = try board(catchUp: .once)
    for now in [at(5.5), at(5), at(6 - 24), at(0)] {
      #expect(board.decide(after: at(6), isRunning: false, at: now) == [], "\(now)")
    }
    #expect(board.decide(after: at(6), isRunning: false, at: at(7)) == [.begin(at(7))])
  }

  @Test func aClockThatJumpsSkipsNothingSilently() throws {
    // By an hour, just before the time: the one that passed meanwhile is not begun an hour late.
    let none = try board()
    #expect(none.decide(after: at(5), isRunning: false, at: at(6.9)) == [.missed(at(6))])
    #expect(none.decide(after: at(5), isRunning: false, at: at(7.01)) == [.missed(at(6)), .begin(at(7))])
    // By a day.
    let day = none.decide(after: at(5), isRunning: false, at: at(29.5))
    #expect(day == (6...29).map { .missed(at(Double($0))) })
    let once = try board(catchUp: .once).decide(after: at(5), isRunning: false, at: at(29.5))
    #expect(once == (6...28).map { .missed(at(Double($0))) } + [.begin(at(29))])
  }

  @Test func itBeginsOnlyWithinItsDeadline() throws {
    let short = try board(deadline: .seconds(10))
    #expect(short.decide(after: at(5), isRunning: false, at: at(6 + 10.0 / 3600)) == [.begin(at(6))])
    #expect(short.decide(after: at(5), isRunning: false, at: at(6 + 11.0 / 3600)) == [.missed(at(6))])
    // Without one: five minutes.
    #expect(try board().decide(after: at(5), isRunning: false, at: at(6 + 5.0 / 60)) == [.begin(at(6))])
    #expect(try board().decide(after: at(5), isRunning: false, at: at(6 + 5.1 / 60)) == [.missed(at(6))])
  }

  @Test func aWindowsJobBeginsUntilTheCutoff() throws {
    let plain = try board(window: .seconds(1800), cutoff: .seconds(600))
    #expect(plain.decide(after: at(5), isRunning: false, at: at(6.3)) == [.begin(at(6))])
    #expect(plain.decide(after: at(5), isRunning: false, at: at(6 + 1.0 / 3)) == [.missed(at(6))])
    // Late ones are caught up in the window, never after it.
    let late = try board(
      catchUp: .once, deadline: .seconds(60), window: .seconds(1800), cutoff: .seconds(600))
    #expect(late.decide(after: at(5), isRunning: false, at: at(6.3)) == [.begin(at(6))])
    #expect(late.decide(after: at(5), isRunning: false, at: at(6.4)) == [.missed(at(6))])
  }

  @Test func whatOverlapsIsSkippedOrWaits() throws {
    #expect(try board().decide(after: at(5), isRunning: true, at: at(6)) == [.skipped(at(6))])
    let queue = try board(overlap: .queue)
    #expect(queue.decide(after: at(5), isRunning: true, at: at(6)) == [])
    #expect(queue.decide(after: at(5), isRunning: false, at: at(6.05)) == [.begin(at(6))])
    #expect(queue.decide(after: at(5), isRunning: true, at: at(6.5)) == [.missed(at(6))])
  }

  /// What a job says nothing about is as its window has it.
  @Test func aJobIsAsItsWindowUnlessItSaysSo() throws {
    let late = at(6.2)
    let short = try board(window: .seconds(1800)) { $0.startDeadline = .seconds(60) }
    #expect(short.decide(after: at(5), isRunning: false, at: late) == [.missed(at(6))])
    let own = try board(deadline: .seconds(1200), window: .seconds(1800)) { $0.startDeadline = .seconds(60) }
    #expect(own.decide(after: at(5), isRunning: false, at: late) == [.begin(at(6))])
    let caught = try board(window: .seconds(1800)) {
      $0.startDeadline = .seconds(60)
      $0.catchUp = .once
    }
    #expect(caught.decide(after: at(5), isRunning: false, at: late) == [.begin(at(6))])
    #expect(caught.decide(after: at(5), isRunning: false, at: at(6.5)) == [.missed(at(6))])
    let strict = try board(catchUp: Window.CatchUp.none, window: .seconds(1800)) {
      $0.startDeadline = .seconds(60)
      $0.catchUp = .once
    }
    #expect(strict.decide(after: at(5), isRunning: false, at: late) == [.missed(at(6))])
    let queue = try board(window: .seconds(1800)) { $0.overlap = .queue }
    #expect(queue.decide(after: at(5), isRunning: true, at: late) == [])
    let skip = try board(overlap: .skip, window: .seconds(1800)) { $0.overlap = .queue }
    #expect(skip.decide(after: at(5), isRunning: true, at: late) == [.skipped(at(6))])
  }

  /// One that was taken by a process that is gone may still begin, as long as it would have been begun anew.
  @Test func aTimeThatWasTakenMayStillBegin() throws {
    let board = try board(window: .seconds(1800), cutoff: .seconds(600))
    #expect(board.mayBegin(at(6), at: at(6.3)) && !board.mayBegin(at(6), at: at(6 + 1.0 / 3)))
    #expect(!board.mayBegin(at(6.1), at: at(6.2)), "that is no time of it")
    #expect(board.isOpen(at: at(6.3)) && !board.isOpen(at: at(6.4)) && !board.isOpen(at: at(5.9)))
    let own = try self.board()
    #expect(own.mayBegin(at(6), at: at(6.01)) && !own.mayBegin(at(6), at: at(6.5)) && own.isOpen(at: at(6.5)))
  }
}
