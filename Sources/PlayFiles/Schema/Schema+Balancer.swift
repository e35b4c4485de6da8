extension Schema {
  /// A command: a line for the shell, or a program and its arguments.
  private static let line = Form.either([.text, .list(of: .text)])

  static let balancer = SchemaSection(
    "a load balancer",
    "Load balancers are described in the inventory, in the variable `load_balancers`: a map of names to these "
      + "maps. A play names them with `load_balancer`. Templates in them are replaced for each host of the play, "
      + "so `server` and `map` can differ between hosts, and nothing else may.",
    keys: [
      SchemaKey(
        "driver", .word(["haproxy", "nginx", "caddy", "command"]), required: true, example: "haproxy",
        "`haproxy` is steered through its runtime socket, `nginx` through a file of its configuration and "
          + "reloads, `caddy` through its admin API, any other by your own commands (`command`)."),
      SchemaKey(
        "hosts", .either([.text, .list(of: .text)]), example: "lb",
        "The inventory's hosts it runs on, a pattern: every one of them is steered, over SSH like any host. Needed "
          + "unless commands run elsewhere."),
      SchemaKey(
        "socket", .text, default: "/run/haproxy/admin.sock", example: "/run/haproxy/admin.sock",
        "HAProxy's runtime socket on those hosts (`stats socket … level admin`). The login must be allowed to use it."
      ),
      SchemaKey(
        "file", .text, example: "/etc/nginx/upstreams/web.conf",
        "nginx's file with the `server` lines of the upstreams, as its configuration names it; `nginx` needs it. "
          + "It holds whole `upstream` blocks, or is included within one. The login must be allowed to write it."
      ),
      SchemaKey(
        "pid_file", .text, default: "/run/nginx.pid", example: "/run/nginx.pid",
        "Where nginx writes its process id."),
      SchemaKey(
        "program", .either([.text, .list(of: .text)]), default: "nginx",
        example: "[nginx, -c, /etc/nginx/edge.conf]",
        "nginx's program, with the arguments that name its configuration."),
      SchemaKey(
        "admin", .text, default: "localhost:2019", example: "localhost:2019",
        "Host and port of Caddy's admin API, as its host reaches it."),
      SchemaKey(
        "on", .word(["balancer", "host", "controller"]), default: "balancer", example: "controller",
        "Where commands run: on the balancer's `hosts`, on the host that is taken out, or where swiftplay runs."
      ),
      SchemaKey(
        "status", line, example: "/usr/local/bin/edge status",
        "Command that prints how a server is: "
          + "`{\"state\": \"ready\", \"sessions\": 0, \"up\": true, \"weight\": 100, \"others\": 2}`. A text is a "
          + "line for the shell; what it is about is in `SWIFTPLAY_…` variables (docs/balancers.md)."),
      SchemaKey(
        "drain", line, example: "/usr/local/bin/edge drain",
        "Command after which a server gets no new requests."
      ),
      SchemaKey(
        "enable", line, example: "/usr/local/bin/edge enable", "Command after which it gets requests again."),
      SchemaKey(
        "verify", line, example: "[/usr/local/bin/edge, verify]",
        "Command that ends with 0 once a server that was put back serves through the balancer."),
      SchemaKey(
        "weigh", line, example: "/usr/local/bin/edge weigh",
        "Command that gives a server the weight `SWIFTPLAY_WEIGHT`."),
      SchemaKey(
        "command_timeout", .duration, default: "30s", example: "1m", "How long one command may take."),
      SchemaKey(
        "backend", .either([.text, .list(of: .text)]), example: "web",
        "The backend, or backends (upstreams of nginx, `reverse_proxy` handlers of Caddy by `@id` or path), in which the play's hosts are servers. Needed; "
          + "with `command` it is the balancer's name where nothing is said."),
      SchemaKey(
        "server", .text, default: "the host's name", example: "\"{{ inventory_hostname }}:8080\"",
        "What a host is called there."),
      SchemaKey(
        "map", .map(of: .text), example: "{h1: srv1, h2: srv2}",
        "The same for single hosts, by their names in the inventory; it goes before `server`."),
      SchemaKey(
        "drain_timeout", .duration, default: "30s", example: "2m",
        "How long requests under way may take to end."),
      SchemaKey(
        "on_drain_timeout", .word(["fail", "cut"]), default: "fail", example: "cut",
        "What then: `fail` the host before anything is stopped, or `cut` them off and go on."),
      SchemaKey(
        "ready_timeout", .duration, default: "60s", example: "90s",
        "How long the balancer's own health check may take to pass on the new container."),
    ])

  /// The keys that only some drivers have.
  static let balancerKeys: [String: Set<String>] = [
    "haproxy": ["socket"],
    "nginx": ["file", "pid_file", "program"],
    "caddy": ["admin"],
    "command": ["on", "status", "drain", "enable", "verify", "weigh", "command_timeout"],
  ]
}
