extension Schema {
  static let play = SchemaSection(
    "a play",
    "A playbook is a list of plays. A play says which hosts, which services, and how to roll out.",
    keys: [
      SchemaKey(
        "name", .text, default: "the host pattern", example: "shop",
        "What the play is called in output and in the run log."),
      SchemaKey(
        "hosts", .either([.text, .list(of: .text)]), required: true, example: "web:&prod:!db[0]",
        "An Ansible host pattern, or a list of them. Its only variables are those given with `-e`."),
      SchemaKey(
        "vars", .map(of: .anything), example: "{version: 1.4.2, registry: registry.example}",
        "Variables of the play. They replace the inventory's; `vars_files` and `-e` replace them."),
      SchemaKey(
        "vars_files", .either([.text, .list(of: .text)]), example: "[vars/common.yml]",
        "Files of variables, YAML maps, relative to the playbook. A later file replaces an earlier one."),
      SchemaKey(
        "rollout", .section("rollout"), example: "{serial: [1, 25%, 100%], bake: 30s}",
        "How the hosts are changed. The same for all hosts of the play."),
      SchemaKey(
        "load_balancer", .either([.text, .list(of: .text)]), example: "edge",
        "A load balancer of the inventory's `load_balancers`, or a list of them: each host is drained before it "
          + "changes, and joins again after its checks. Without `serial`, one host at a time then."),
      SchemaKey(
        "hooks", .section("hooks"), example: "{before_run: ./migrate.sh up, on_failure: ./page.sh}",
        "Commands of your own before and after the run and each host, and when it fails. The same for all hosts."
      ),
      SchemaKey(
        "window", .either([.text, .list(of: .text)]), default: "any time, but for freezes",
        example: "weeknights",
        "The window, or windows, of the inventory's `windows` in which the play may change anything. `--window` "
          + "replaces it."),
      SchemaKey(
        "switch_window", .either([.text, .list(of: .text)]), default: "any time `window` allows",
        example: "weeknights",
        "The window in which traffic may move to the other group, of a play with the strategy blue_green: until it opens "
          + "the run waits (exit 6) with the new release ready beside the old one."),
      SchemaKey(
        "services", .map(of: .section("a service")), required: true,
        example: "{web: {image: registry.example/shop/web:1.4.2}}",
        "The containers of each host, by service name. They go in the order of `depends_on`."),
    ],
    elsewhere: [
      "tasks": "a playbook says which services run, not which tasks to do",
      "roles": "a playbook says which services run, not which roles to apply",
      "handlers": "a playbook says which services run, not which tasks to do",
      "pre_tasks": "a playbook says which services run, not which tasks to do",
      "post_tasks": "a playbook says which services run, not which tasks to do",
      "become": "set ansible_become in the inventory, or use -b",
      "become_user": "set ansible_become_user in the inventory",
      "remote_user": "set ansible_user in the inventory, or use -u",
      "gather_facts": "there are no facts to gather; remove it",
      "serial": "write it under `rollout:`",
      "order": "write it under `rollout:`; it is stop_first or start_first here",
      "strategy": "write it under `rollout:`",
      "pause": "write it under `rollout:`",
      "bake": "write it under `rollout:`",
      "keep": "write it under `rollout:`",
      "on_failure": "write it under `rollout:`",
      "max_failures": "write it under `rollout:`",
      "min_healthy": "write it under `rollout:`",
      "max_fail_percentage": "write `max_failures` under `rollout:`",
      "any_errors_fatal": "one failure ends a rollout unless `rollout.max_failures` allows more",
      "image": "write it under `services:` and the service's name",
    ])

  static let rollout = SchemaSection(
    "rollout",
    "How a play changes its hosts. It is the same for all of them, so it can only use variables that are.",
    keys: [
      SchemaKey(
        "strategy", .word(["rolling", "blue_green"]), default: "rolling", example: "blue_green",
        "`rolling` replaces the containers batch by batch. `blue_green` deploys to the one of two `groups` that its "
          + "load balancers show as out, checks it there, and then moves the traffic."),
      SchemaKey(
        "groups", .list(of: .text), example: "[blue, green]",
        "The two groups of the inventory that serve in turn, of the strategy blue_green. Each host of the play is in one "
          + "of them."),
      SchemaKey(
        "standby", .word(["keep", "upgrade"]), default: "keep", example: "upgrade",
        "What becomes of the group that served before: `keep` leaves it as it is, so that `rollback` only moves the "
          + "traffic back; `upgrade` deploys to it too."),
      SchemaKey(
        "serial", .either([.threshold, .list(of: .threshold)]), default: "all hosts at once",
        example: "[1, 25%, 100%]",
        "Batch sizes: a number of hosts, a percentage of the play's hosts (rounded down, at least 1), or a list of "
          + "them, of which the last repeats."),
      SchemaKey(
        "order", .word(["stop_first", "start_first"]), default: "stop_first", example: "start_first",
        "Whether the old container stops before the new one starts. `start_first` is refused where both "
          + "would need the same host port."),
      SchemaKey("pause", .duration, default: "0s", example: "10s", "The time between two batches."),
      SchemaKey(
        "bake", .duration, default: "0s", example: "30s",
        "After each batch its checks go on this long before the next begins."),
      SchemaKey(
        "log_errors", .either([.text, .list(of: .text)]), example: "[\"FATAL|panic:\"]",
        "Regular expressions: a line in the log of a new container that one matches, from its start to the end of its bake, "
          + "is a failure."),
      SchemaKey(
        "exactly_one", .flag, default: "false", example: "true",
        "The play's services run on its first host and nowhere else, and never two at once: they stop wherever they run "
          + "before they start. To move them, name another host first. For workers and cron."),
      SchemaKey(
        "weight", .either([.text, .list(of: .text)]), example: "[10%, 50%, 100%]",
        "Percentages of its weight that a host gets one after the other when it joins its load balancers again. At each "
          + "its checks go on for `bake`, and then `pause` passes; all of the weight comes last, said or not."
      ),
      SchemaKey(
        "confirm", .flag, default: "false", example: "true",
        "After each batch somebody has to say that the next one may begin: at the terminal, or with `swiftplay approve`. "
          + "Where nobody can be asked the run stops there (exit 6). With blue_green only before the traffic moves."
      ),
      SchemaKey(
        "max_failures", .threshold, default: "0", example: "10%",
        "How many hosts of the play may fail before the rollout counts as failed; unreachable ones count."),
      SchemaKey(
        "min_healthy", .threshold, default: "0", example: "50%",
        "The play's healthy hosts never fall below this. Hosts that are down come first where there is no other way."
      ),
      SchemaKey(
        "on_failure", .word(["rollback", "rollback_batch", "halt", "continue"]), default: "rollback",
        example: "rollback_batch",
        "`rollback`: every host of the run goes back to what it had. `rollback_batch`: the failing batch goes back. "
          + "`halt`: the failed hosts are put back, nothing more happens. `continue`: the failed hosts are put "
          + "back, the rollout goes on."),
      SchemaKey(
        "keep", .integer, default: "1", example: "2",
        "Previous containers kept, stopped, on each host for an instant rollback."),
      SchemaKey(
        "refuse_older", .flag, default: "false", example: "true",
        "Refuse an image that was made before the one that runs."),
    ])
}
