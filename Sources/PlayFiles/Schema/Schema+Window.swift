extension Schema {
  static let window = SchemaSection(
    "a window",
    "The inventory's variable `windows` is a map of names to maintenance windows. A play names its window; "
      + "freezes (`kind: deny`) hold for every play on the hosts that have them. `docs/windows.md` has the rules.",
    keys: [
      SchemaKey(
        "schedule", .text, example: "\"0 22 * * 1-5\"",
        "When it opens: the five fields of crontab(5), with names, ranges, steps and lists, `L` (the month's last "
          + "day, or `5L`, its last Friday) and `5#2` (its second Friday). This or `once`."),
      SchemaKey(
        "once", .text, example: "2026-12-24T22:00",
        "When it opens, once, in its time zone. This or `schedule`."),
      SchemaKey(
        "timezone", .text, required: true, example: "Asia/Shanghai",
        "The IANA time zone in which it is scheduled."),
      SchemaKey(
        "duration", .duration, required: true, example: "2h",
        "How long it is open, in elapsed time. At most the time between two openings."),
      SchemaKey(
        "cutoff", .duration, default: "0s", example: "20m", "This long before its end no new batch begins."),
      SchemaKey(
        "kind", .word(["allow", "deny"]), default: "allow", example: "deny",
        "`allow`: changes are made in it. `deny`: none are, whatever other window is open."),
      SchemaKey(
        "at_cutoff", .word(["wait", "rollback"]), default: "wait", example: "rollback",
        "What becomes of a run that is not done at the cutoff. `wait`: it stops after the hosts in flight and can "
          + "be resumed in the next opening. `rollback`: it puts back what it has changed."),
      SchemaKey(
        "start_deadline", .duration, default: "until the cutoff", example: "30m",
        "A run may begin only this long after the opening."),
      SchemaKey(
        "jitter", .duration, default: "0s", example: "5m",
        "It opens up to this much later, by an amount that belongs to its name and the date; its end stays."),
      SchemaKey(
        "max_concurrent", .integer, default: "as many as there are", example: "2",
        "So many runs at once, at most, go on in it (of one run store)."),
      SchemaKey(
        "overlap", .word(["skip", "queue"]), default: "skip", example: "queue",
        "What becomes of a run while `max_concurrent` others go on, and of an opening that comes while a scheduled job's "
          + "last run goes on. `skip`: it is refused, or left out. `queue`: it waits, as long as it may begin."
      ),
      SchemaKey(
        "catch_up", .word(["none", "once"]), default: "none", example: "once",
        "What becomes of a scheduled job that nobody could begin within its deadline: `once` begins it late, while the "
          + "window is open."),
    ],
    elsewhere: [
      "cron": "write `schedule`", "start": "write `schedule`, or `once`", "tz": "write `timezone`",
      "time_zone": "write `timezone`", "zone": "write `timezone`", "length": "write `duration`",
      "end": "write `duration`",
    ])
}
