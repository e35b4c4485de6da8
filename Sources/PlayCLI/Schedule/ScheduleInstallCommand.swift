import ArgumentParser
import Foundation
import PlayModel

/// `swiftplay schedule install`: the jobs as timers of systemd, or as lines of a crontab.
struct ScheduleInstallCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "install",
    abstract: "Write systemd units for the jobs, or print lines for a crontab, instead of `serve`.",
    discussion: """
      The timers look every minute, and `schedule run --due` decides: times, zones, windows and what was missed mean \
      the same as with `serve`.
      """)

  @OptionGroup var schedule: ScheduleOptions

  @Option(help: ArgumentHelp("Where the units are written.", valueName: "folder"))
  var directory = "/etc/systemd/system"

  @Flag(help: "Print lines for crontab(5) instead.")
  var crontab = false

  func run() async throws {
    let jobs = try await ScheduleBook.load(schedule.schedule).boards.map(\.job.name)
    let units = ScheduleUnits(
      program: Self.program, schedule: schedule.schedule,
      directory: FileManager.default.currentDirectoryPath,
      home: URL(fileURLWithPath: ProgramHome.path()).path)
    if crontab { return Console.print(jobs.map { units.line($0) + "\n" }.joined()) }
    for (name, text) in jobs.flatMap(units.files) {
      let file = directory + "/" + name
      do { try Data(text.utf8).write(to: URL(fileURLWithPath: file), options: .atomic) } catch {
        Console.complain("swiftplay: \(file) cannot be written: \(error.localizedDescription)")
        throw ExitCode(1)
      }
      Console.print("\(file)\n")
    }
    let timers = jobs.map { "swiftplay-\($0).timer" }.joined(separator: " ")
    Console.print("\nsystemctl daemon-reload && systemctl enable --now \(timers)\n")
  }

  private static var program: String {
    (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? "swiftplay"
  }
}
