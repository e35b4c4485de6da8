import PlayModel

/// Units of systemd (systemd.service(5), systemd.timer(5)) and lines of crontab(5) that carry out what is due.
struct ScheduleUnits {
  let program: String
  let schedule: String
  /// Where relative paths are read from.
  let directory: String
  let home: String

  func files(_ job: String) -> [(name: String, text: String)] {
    let command = [program, "schedule", "run", job, "--due", "-s", schedule]
    return [
      (
        "swiftplay-\(job).service",
        """
        [Unit]
        Description=swiftplay: the scheduled job \(job)
        Wants=network-online.target
        After=network-online.target

        [Service]
        Type=oneshot
        WorkingDirectory=\(Self.escaped(directory))
        Environment=\(Self.quoted("SWIFTPLAY_HOME=\(home)"))
        ExecStart=\(command.map(Self.quoted).joined(separator: " "))
        # It puts what it has begun to a safe point; the run is taken up again the next time.
        KillSignal=SIGTERM
        TimeoutStopSec=10min

        """
      ),
      (
        "swiftplay-\(job).timer",
        """
        [Unit]
        Description=swiftplay: looks whether the job \(job) is due

        [Timer]
        OnCalendar=minutely
        AccuracySec=1s

        [Install]
        WantedBy=timers.target

        """
      ),
    ]
  }

  /// `%` ends a command in crontab(5), unless it is escaped.
  func line(_ job: String) -> String {
    let command = ShellWord.line([program, "schedule", "run", job, "--due", "-s", schedule])
    let line = "cd \(ShellWord.quote(directory)) && SWIFTPLAY_HOME=\(ShellWord.quote(home)) \(command)"
    return "* * * * * " + line.replacing("%", with: "\\%")
  }

  /// Quoting, Command lines, systemd.service(5); `%` begins a specifier, `$` a variable.
  private static func quoted(_ text: String) -> String {
    let inner = escaped(text).replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing(
      "$", with: "$$")
    return "\"\(inner)\""
  }

  private static func escaped(_ text: String) -> String { text.replacing("%", with: "%%") }
}
