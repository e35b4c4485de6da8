extension Schema {
  static let check = SchemaSection(
    "a check",
    "One question that a new container must answer: exactly one of `http`, `tcp`, `exec`, `command` and `healthy`, "
      + "and how long and how often it is asked.",
    keys: [
      SchemaKey(
        "http", .text, example: "http://127.0.0.1:8080/health",
        "A GET of this address, asked from the host itself through the SSH connection."),
      SchemaKey(
        "status", .either([.integer, .list(of: .integer)]), default: "200", example: "[200, 204]",
        "`http`: the status, or one of the statuses, that passes."),
      SchemaKey("body", .text, example: "ok", "`http`: a regular expression found in the answer's body."),
      SchemaKey(
        "headers", .map(of: .text), example: "{Host: shop.example}", "`http`: headers of the request."),
      SchemaKey(
        "tcp", .text, example: "8080",
        "A port that accepts a connection, asked from the host itself: `PORT` or `ADDRESS:PORT`."),
      SchemaKey(
        "exec", .either([.text, .list(of: .text)]), example: "[/app/ping]",
        "A command inside the container that exits with 0. A text is run by the container's `/bin/sh -c`."),
      SchemaKey(
        "command", .text, example: "test -f /srv/web/ready", "A shell command on the host that exits with 0."),
      SchemaKey(
        "healthy", .flag, example: "true",
        "Docker's own health check says healthy. A container without one fails."),
      SchemaKey(
        "within", .duration, default: "60s", example: "90s", "The deadline, from the start of the container."),
      SchemaKey("every", .duration, default: "1s", example: "2s", "The time between two tries."),
      SchemaKey("passes", .integer, default: "1", example: "3", "How many times in a row it has to pass."),
    ],
    elsewhere: [
      "https": "https checks are not supported yet; use `http`, or a `command` with curl",
      "url": "write `http`", "timeout": "write `within`", "interval": "write `every`",
      "retries": "write `passes`",
      "test": "write `exec` for a command in the container, `command` for one on the host",
    ])

  static let healthCheck = SchemaSection(
    "healthcheck", "The engine's own health check. What is absent is the image's.",
    keys: [
      SchemaKey(
        "test", .either([.text, .list(of: .text)]), example: "[CMD, /app/ping]",
        "A list that begins with CMD (arguments), CMD-SHELL (one shell command) or NONE; or a text, which is a shell "
          + "command."),
      SchemaKey("interval", .duration, example: "30s", "The time between two tests."),
      SchemaKey("timeout", .duration, example: "5s", "How long one test may take."),
      SchemaKey("retries", .integer, example: "3", "How many failures in a row make it unhealthy."),
      SchemaKey("start_period", .duration, example: "40s", "How long failures do not count at first."),
      SchemaKey(
        "start_interval", .duration, example: "2s", "The time between two tests in the start period."),
      SchemaKey("disable", .flag, example: "true", "Switch off the image's health check."),
    ])

  static let dependency = SchemaSection(
    "a dependency", "When a service of `depends_on` counts as there.",
    keys: [
      SchemaKey(
        "condition", .word(["service_started", "service_healthy"]),
        default: "service_started", example: "service_healthy", "What it waits for."),
      SchemaKey("required", .flag, default: "true", example: "true", "Only `true` is supported yet."),
      SchemaKey("restart", .flag, default: "false", example: "false", "Only `false` is supported yet."),
    ])
}
