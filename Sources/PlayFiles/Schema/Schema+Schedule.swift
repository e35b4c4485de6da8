extension Schema {
  static let notify = SchemaSection(
    "a target",
    "Who is told what becomes of a job: one of `webhook`, `command`, `file` and `mail`. The message is one JSON object.",
    keys: [
      SchemaKey(
        "webhook", .text, example: "https://chat.example/hooks/ops",
        "An address that the message is posted to."),
      SchemaKey(
        "key_file", .text, example: "/etc/swiftplay/hook.key",
        "A file whose first line signs what is posted (HMAC-SHA256)."),
      SchemaKey("command", .text, example: "./page.sh", "A line for the shell; the message is its input."),
      SchemaKey("file", .text, example: "/var/log/swiftplay.jsonl", "A file that a line is added to."),
      SchemaKey("mail", .text, example: "ops@example.org", "An address that `sendmail` writes to."),
      SchemaKey(
        "on",
        .either([
          .word(["start", "success", "failure", "rollback", "stuck", "waiting", "missed"]),
          .list(of: .word(["start", "success", "failure", "rollback", "stuck", "waiting", "missed"])),
        ]), default: "all of them", example: "[failure, rollback, stuck, missed]", "Which events."),
    ])

  static let job = SchemaSection(
    "a job",
    "`playbooks/schedule.yml` is a list of jobs, runs that happen again and again. No templates stand in it. `docs/schedules.md` "
      + "has the rules.",
    keys: [
      SchemaKey("name", .text, required: true, example: "nightly", "What it is called; each name once."),
      SchemaKey(
        "window", .text, example: "weeknights",
        "A window of the inventory: the job is due at each opening, and its run keeps to it. This or `cron`."),
      SchemaKey(
        "cron", .text, example: "\"30 6 * * 1\"",
        "When it is due: five fields, as a window's `schedule`. This or `window`."),
      SchemaKey(
        "timezone", .text, example: "Europe/Paris", "The IANA time zone of `cron`, which needs it."),
      SchemaKey(
        "playbooks", .either([.text, .list(of: .text)]), required: true, example: "playbooks/deploy.yml",
        "Playbooks, carried out in this order. Paths are relative to the folder where swiftplay is started."),
      SchemaKey(
        "inventory", .either([.text, .list(of: .text)]), required: true, example: "prod", "As `-i`."),
      SchemaKey("vars", .pairs, example: "{version: 1.4.2}", "As `-e`; each is a text."),
      SchemaKey("limit", .text, example: "web", "As `-l`."),
      SchemaKey(
        "on_overlap", .word(["skip", "queue"]), default: "the window's `overlap`, or skip", example: "queue",
        "What becomes of a time that comes while the job still runs."),
      SchemaKey(
        "catch_up", .word(["none", "once"]), default: "the window's, or none", example: "once",
        "What becomes of times that passed while nobody could begin it: `none` records them as missed; `once` carries out "
          + "the last of them late, one of a window only while that is open."),
      SchemaKey(
        "start_deadline", .duration, default: "the window's, or until its cutoff, or 5m", example: "30m",
        "A run may begin only this long after its time."),
      SchemaKey(
        "notify", .either([.section("a target"), .list(of: .section("a target"))]),
        example: "{mail: ops@example.org, on: [failure, missed]}", "Who is told what becomes of it."),
    ],
    elsewhere: [
      "schedule": "write `cron`", "tz": "write `timezone`", "inventories": "write `inventory`",
      "hosts": "hosts are the playbook's; `limit` takes some of them", "variables": "write `vars`",
    ])
}
