import ArgumentParser

/// The front door: parses the command line and hands over to one command.
public struct SwiftplayCommand: AsyncParsableCommand {
  public static let configuration = CommandConfiguration(
    commandName: "swiftplay",
    abstract: "Deploys containers to your own hosts over SSH, in batches, and puts back what fails.",
    discussion: """
      Start with `swiftplay plan playbooks/deploy.yml -i INVENTORY`: it changes nothing and says what a run would do.

      Exit codes: 0 done · 1 internal error · 2 failed, left as the policy says · 3 failed, put back · 4 stuck: \
      a person has to look · 5 refused before any change · 6 waiting · 64 usage · 65 bad file · 130 interrupted
      """,
    version: ProgramVersion.text,
    groupedSubcommands: [
      CommandGroup(name: "Deploy", subcommands: [RunCommand.self, PlanCommand.self, ValidateCommand.self]),
      CommandGroup(
        name: "Go on or back",
        subcommands: [
          ResumeCommand.self, ApproveCommand.self, CancelCommand.self, RollbackCommand.self, LockCommand.self,
        ]),
      CommandGroup(
        name: "Ask for later",
        subcommands: [
          RequestCommand.self, RequestsCommand.self, RejectCommand.self, ScheduleCommand.self,
          ServeCommand.self,
        ]),
      CommandGroup(
        name: "Steer", subcommands: [StartCommand.self, StopCommand.self, RestartCommand.self]),
      CommandGroup(
        name: "Look",
        subcommands: [
          HistoryCommand.self, ShowCommand.self, ReportCommand.self, InventoryCommand.self,
          WindowCommand.self,
        ]),
      CommandGroup(
        name: "Ad hoc",
        subcommands: [
          ExecCommand.self, CopyCommand.self, PsCommand.self, VersionsCommand.self, LogsCommand.self,
          ConnectCommand.self,
        ]),
    ])

  public init() {}
}
