import ArgumentParser

/// Which schedule is meant.
struct ScheduleOptions: ParsableArguments {
  @Option(
    name: [.short, .customLong("schedule")], help: ArgumentHelp("The file of jobs.", valueName: "file"))
  var schedule = "playbooks/schedule.yml"
}
