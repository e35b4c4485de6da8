import PlayModel
import PlayPlanning
import PlayTesting
import ServiceLifecycle
import ServiceLifecycleTestKit
import Testing

@testable import PlayServer

/// The scheduler on a clock that jumps, beside another one, ended and started again.
@Suite struct ScheduleServiceTests {
  private static let start = Timestamp(milliseconds: 1_795_364_430_000)

  /// Due at every full hour, in UTC.
  private static func hourly(
    _ name: String, overlap: Window.Overlap, catchUp: Window.CatchUp
  ) -> JobBoard {
    let place = SourcePosition(file: "schedule.yml")
    let hours = CronSchedule(
      text: "0 * * * *", minutes: [0], hours: Array(0...23), days: Set(1...31), months: Set(1...12),
      weekdays: Set(0...6), anyDay: true, anyWeekday: true)
    let times = Window(
      name: name, schedule: .cron(hours), zone: .utc, duration: .seconds(60), position: place)
    var job = ScheduledJob(
      name: name, timing: .own(times), playbooks: ["p"], inventories: ["i"], position: place)
    (job.overlap, job.catchUp) = (overlap, catchUp)
    return JobBoard(job, window: times)
  }

  private static func boards() -> [JobBoard] {
    [
      hourly("plain", overlap: .skip, catchUp: .none), hourly("queue", overlap: .queue, catchUp: .none),
      hourly("late", overlap: .skip, catchUp: .once), hourly("late-queue", overlap: .queue, catchUp: .once),
    ]
  }

  /// Hours that end after `from`, and not after `to`.
  private static func hours(after from: Timestamp, to: Timestamp) -> [Timestamp] {
    let hour: Int64 = 3_600_000
    return stride(from: (from.milliseconds / hour + 1) * hour, through: to.milliseconds, by: Int(hour)).map {
      Timestamp(milliseconds: $0)
    }
  }

  /// Whatever the clock does and however many schedulers there are: each time is begun at most once and never beside
  /// another, and every time that has passed is written down.
  @Test(arguments: 0..<60)
  func eachTimeIsDealtWithOnce(_ seed: UInt64) async throws {
    var random = SeededGenerator(seed: seed)
    let world = ScheduleWorld(Self.boards(), now: Self.start)
    var latest = Self.start
    await ScheduleService(world.ports).turn()
    for _ in 0..<400 {
      switch Int.random(in: 0..<20, using: &random) {
      case 0: world.clock.move(by: .seconds(3600))
      case 1: world.clock.move(by: .seconds(-3600))
      case 2: world.clock.move(by: .seconds(86_400))
      case 3: world.clock.move(by: .seconds(-86_400))
      case 4...7: await world.finish(["plain", "queue", "late", "late-queue"].randomElement(using: &random)!)
      default: world.clock.move(by: .seconds(Int.random(in: 1...1500, using: &random)))
      }
      latest = max(latest, world.clock.now())
      // Each a new one: whatever it knows is in the record.
      async let one: Void = ScheduleService(world.ports).turn()
      if Bool.random(using: &random) { await ScheduleService(world.ports).turn() }
      await one
    }
    // What waits for the run before it is decided about when that has ended.
    for job in ["plain", "queue", "late", "late-queue"] { await world.finish(job) }
    await ScheduleService(world.ports).turn()
    #expect(await world.problems == [])
    for board in await world.boards {
      let name = board.job.name
      let record = await world.record[name] ?? [:]
      let known = try #require(await world.knownSince[name])
      // Where the clock was set back, the newest of a queue may still wait for its hour to come again.
      let open = Self.hours(after: known, to: latest).filter { record[$0] == nil }
      let settled = record.keys.max() ?? known
      #expect(open.allSatisfy { $0 > settled && $0 > world.clock.now() }, "\(name): \(open)")
      for (start, began) in await world.begun[name] ?? [:] {
        #expect(began >= start, "\(name) began before its time")
        if board.job.catchUp != .once {
          #expect(began.since(start) <= .seconds(300), "\(name) began \(began.since(start)) late")
        }
      }
    }
    // Once the clock is right again, so are they.
    let hour = Self.hours(after: latest, to: latest.advanced(by: .seconds(3600)))[0]
    world.clock.move(by: hour.advanced(by: .seconds(1)).since(world.clock.now()))
    for job in ["plain", "queue", "late", "late-queue"] { await world.finish(job) }
    await ScheduleService(world.ports).turn()
    for board in await world.boards {
      #expect(await world.begun[board.job.name]?[hour] == world.clock.now(), "\(board.job.name)")
    }
  }

  /// A day that the clock leaps over is written down whole, and a day it goes back is not done again.
  @Test func aDayForwardIsMissedAndADayBackIsNotRepeated() async throws {
    let world = ScheduleWorld([Self.hourly("job", overlap: .skip, catchUp: .none)], now: Self.start)
    let service = ScheduleService(world.ports)
    await service.turn()
    world.clock.move(by: .seconds(86_400))
    await service.turn()
    let missed = await world.record["job"] ?? [:]
    #expect(missed.count == 24 && missed.values.allSatisfy { $0 == .missed }, "\(missed)")
    for _ in 0..<23 {
      world.clock.move(by: .seconds(-3600))
      await service.turn()
    }
    #expect(await world.record["job"] == missed)
    #expect(await world.begun["job"] == nil)
  }

  /// Told to stop, it does so between two turns, and lets what runs come to a safe point.
  @Test func toldToStopItEnds() async throws {
    let world = ScheduleWorld([Self.hourly("job", overlap: .skip, catchUp: .none)], now: Self.start)
    try await testGracefulShutdown { trigger in
      async let ended: Void = ScheduleService(world.ports).run()
      await Task.yield()
      trigger.triggerGracefulShutdown()
      try await ended
    }
    #expect(await world.ends == 1)
    #expect(await world.problems == [])
  }
}
