import ArgumentParser

/// `swiftplay schedule`: runs that happen again and again.
struct ScheduleCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "schedule", abstract: "Runs that happen again and again (playbooks/schedule.yml).",
    subcommands: [
      ScheduleValidateCommand.self, ScheduleListCommand.self, ScheduleNextCommand.self,
      ScheduleRunCommand.self,
      ScheduleHistoryCommand.self, ScheduleInstallCommand.self,
    ])
}
