extension Schema {
  private static let list: Form = .either([
    .text, .section("a hook"), .list(of: .either([.text, .section("a hook")])),
  ])

  static let hooks = SchemaSection(
    "hooks",
    "Commands of your own that go with a rollout; a text alone is the command. They run only where something changes, "
      + "and not in `rollback`, `start`, `stop` and `restart`.",
    keys: [
      SchemaKey(
        "before_run", list, takesSecrets: true,
        example: "{command: ./migrate.sh up, undo: ./migrate.sh down}",
        "Once, before anything is changed in any play. One that fails refuses the run. Taken back (`undo`) when the whole "
          + "run has gone back."),
      SchemaKey(
        "after_run", list, takesSecrets: true, example: "./announce.sh",
        "Once, after everything was changed and checked. One that fails makes the run a failed one; nothing goes back."
      ),
      SchemaKey(
        "before_host", list, takesSecrets: true,
        example: "{command: touch /run/silence, undo: rm -f /run/silence}",
        "On every host that changes, before anything of it does. One that fails fails the host."),
      SchemaKey(
        "after_host", list, takesSecrets: true, example: "rm -f /run/silence",
        "On every host that has changed, after its checks and once it is back in its load balancers. One that fails fails "
          + "the host, which goes back."),
      SchemaKey(
        "on_failure", list, takesSecrets: true, example: "./page.sh",
        "Once, at the end of a run that failed, after what goes back is back."),
    ])

  static let hook = SchemaSection(
    "a hook",
    "It finds `SWIFTPLAY_RUN`, `SWIFTPLAY_PLAY`, `SWIFTPLAY_STAGE`, `SWIFTPLAY_HOST`, `SWIFTPLAY_ADDRESS`, `SWIFTPLAY_USER`, "
      + "for an undo `SWIFTPLAY_UNDO=1`, and in hooks of the run `SWIFTPLAY_HOSTS` and, at its end, `SWIFTPLAY_OUTCOME`.",
    keys: [
      SchemaKey(
        "command", .either([.text, .list(of: .text)]), required: true, example: "./migrate.sh up",
        "A line for the shell, or a list of exact words."),
      SchemaKey(
        "on", .word(["host", "controller"]), default: "host for hooks of hosts, else controller",
        example: "controller",
        "Where it runs: on the host (for hooks of the run the play's first that changes), or where swiftplay runs, in the "
          + "folder it was started in."),
      SchemaKey(
        "timeout", .duration, default: "60s", example: "5m", "One that takes longer is ended, and has failed."
      ),
      SchemaKey(
        "environment", .pairs, takesSecrets: true, example: "{LEVEL: info}",
        "Further variables; secrets are kept out of logs and command lines."),
      SchemaKey(
        "undo", .either([.text, .list(of: .text)]), example: "./migrate.sh down",
        "What takes it back when the host, or the run, goes back; also where the hook itself failed."),
    ])
}
