import ArgumentParser
import Foundation
import Logging
import PlayModel
import PlayPlanning
import PlayServer
import PlayStore
import ServiceLifecycle

/// `swiftplay serve --schedule`: carries out jobs and approved requests when they are due.
struct ServeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "serve",
    abstract: "Stay, and carry out scheduled jobs and approved requests when they are due.",
    discussion: """
      Each run is a process of its own, which ends by itself or, when this one is told to stop (SIGTERM, Ctrl-C), at a \
      safe point. However many of these there are, each time of a job is carried out once. What was broken off is taken \
      up again; what could not begin in time is recorded as missed.
      """)

  @Flag(name: .customLong("schedule"), help: "Carry out the schedule; there is nothing else to serve yet.")
  var servesSchedule = false

  @Option(name: .short, help: ArgumentHelp("The file of jobs.", valueName: "file"))
  var schedule = "playbooks/schedule.yml"

  func run() async throws {
    _ = try await ScheduleBook.load(schedule)
    let keeper = try ScheduleKeeper(schedule: schedule, store: RunStore(home: ProgramHome.path()))
    let service = ScheduleService(keeper.ports)
    var logger = Logger(label: "swiftplay", factory: { _ in SwiftLogNoOpLogHandler() })
    logger.logLevel = .error
    let group = ServiceGroup(
      services: [service], gracefulShutdownSignals: [.sigterm, .sigint], cancellationSignals: [],
      logger: logger)
    try await group.run()
  }
}
