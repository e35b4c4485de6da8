extension Schema {
  static let port = SchemaSection(
    "a port", "The long form of an element of `ports`.",
    keys: [
      SchemaKey("target", .text, required: true, example: "80", "The port in the container."),
      SchemaKey(
        "published", .text, default: "any free port", example: "\"8080\"",
        "The port on the host, or a range for the engine to choose from."),
      SchemaKey("host_ip", .text, default: "all", example: "127.0.0.1", "The address on the host."),
      SchemaKey(
        "protocol", .word(["tcp", "udp", "sctp"]), default: "tcp", example: "udp", "The transport protocol."),
      SchemaKey("name", .text, example: "web", "For readers of the playbook."),
      SchemaKey("app_protocol", .text, example: "http", "For readers of the playbook."),
      SchemaKey("mode", .word(["host"]), default: "host", example: "host", "Only `host` is supported."),
    ])

  static let volume = SchemaSection(
    "a volume", "The long form of an element of `volumes`.",
    keys: [
      SchemaKey(
        "type", .word(["bind", "volume", "tmpfs"]), required: true, example: "bind", "What is mounted."),
      SchemaKey(
        "source", .text, example: "/srv/web",
        "The host's path of a bind, the name of a volume; a tmpfs has none."),
      SchemaKey("target", .text, required: true, example: "/data", "The absolute path in the container."),
      SchemaKey("read_only", .flag, default: "false", example: "true", "The container cannot write to it."),
      SchemaKey("bind", .section("bind"), example: "{create_host_path: false}", "Options of a bind."),
      SchemaKey("volume", .section("volume"), example: "{nocopy: true}", "Options of a volume."),
      SchemaKey("tmpfs", .section("tmpfs"), example: "{size: 64m, mode: \"1770\"}", "Options of a tmpfs."),
    ],
    planned: ["consistency": nil, "image": nil])

  static let volumeBind = SchemaSection(
    "bind", "Options of a volume of type `bind`.",
    keys: [
      SchemaKey(
        "propagation", .word(VolumeText.propagations), default: "rprivate", example: "rshared",
        "How mounts spread between host and container."),
      SchemaKey(
        "create_host_path", .flag, default: "true", example: "false",
        "Whether the engine makes a missing directory on the host."),
      SchemaKey("selinux", .word(["z", "Z"]), example: "z", "SELinux relabelling: shared or private."),
    ],
    planned: ["recursive": nil])

  static let volumeNamed = SchemaSection(
    "volume", "Options of a volume of type `volume`.",
    keys: [
      SchemaKey(
        "nocopy", .flag, default: "false", example: "true", "Do not fill a new volume from the image.")
    ],
    planned: ["subpath": nil, "labels": nil])

  static let volumeTmpfs = SchemaSection(
    "tmpfs", "Options of a volume of type `tmpfs`.",
    keys: [
      SchemaKey("size", .bytes, default: "no limit", example: "64m", "The most it may hold."),
      SchemaKey("mode", .text, default: "1777", example: "\"1770\"", "The file mode, in octal digits."),
    ])

  static let network = SchemaSection(
    "a network", "How a service joins one of its `networks`.",
    keys: [
      SchemaKey("aliases", .list(of: .text), example: "[database]", "More names for it on that network."),
      SchemaKey("ipv4_address", .text, example: "172.20.0.10", "A fixed IPv4 address on that network."),
      SchemaKey("ipv6_address", .text, example: "2001:db8::10", "A fixed IPv6 address on that network."),
    ],
    planned: [
      "interface_name": nil, "link_local_ips": nil, "mac_address": nil, "driver_opts": nil, "priority": nil,
      "gw_priority": nil,
    ])

  static let logging = SchemaSection(
    "logging", "Where the engine sends a container's output.",
    keys: [
      SchemaKey("driver", .text, default: "the engine's", example: "json-file", "The logging driver."),
      SchemaKey(
        "options", .map(of: .text), example: "{max-size: 10m, max-file: \"3\"}", "Options of the driver."),
    ])

  static let envFile = SchemaSection(
    "an env file", "The long form of an element of `env_file`.",
    keys: [
      SchemaKey("path", .text, required: true, example: "web.env", "The file, relative to the playbook."),
      SchemaKey("required", .flag, default: "true", example: "false", "Whether a missing file is an error."),
      SchemaKey(
        "format", .word(["raw"]), example: "raw", "`raw` takes values as they are, quotes and `$` included."),
    ])

  static let device = SchemaSection(
    "a device", "The long form of an element of `devices`.",
    keys: [
      SchemaKey("source", .text, required: true, example: "/dev/ttyUSB0", "The device on the host."),
      SchemaKey(
        "target", .text, default: "the same path", example: "/dev/modem", "Its path in the container."),
      SchemaKey("permissions", .text, default: "rwm", example: "rw", "Any of r, w and m (mknod)."),
    ])

  static let ulimit = SchemaSection(
    "an ulimit", "The long form of a value of `ulimits`.",
    keys: [
      SchemaKey("soft", .integer, required: true, example: "20000", "What applies at first."),
      SchemaKey("hard", .integer, required: true, example: "40000", "How far a process may raise it."),
    ])

  static let deploy = SchemaSection(
    "deploy", "The part of Compose's `deploy` that makes sense on one host.",
    keys: [
      SchemaKey(
        "resources", .section("resources"), example: "{limits: {cpus: 1.5, memory: 512m}}",
        "Limits and reservations.")
    ],
    planned: [
      "mode": "a service is one container on each host of the play", "endpoint_mode": nil,
      "replicas": "a service is one container on each host of the play",
      "labels": "use the service's `labels`",
      "placement": "choose hosts with the play's `hosts`", "restart_policy": "use the service's `restart`",
      "rollback_config": "use the play's `rollout`", "update_config": "use the play's `rollout`",
    ])

  static let resources = SchemaSection(
    "resources", "Resource limits and reservations.",
    keys: [
      SchemaKey(
        "limits", .section("limits"), example: "{cpus: 1.5, memory: 512m}",
        "The same as `cpus`, `mem_limit` and `pids_limit`."),
      SchemaKey(
        "reservations", .section("reservations"), example: "{memory: 256m}", "The same as `mem_reservation`."),
    ])

  static let limits = SchemaSection(
    "limits", "The most a container may use.",
    keys: [
      SchemaKey("cpus", .number, example: "\"1.5\"", "The same as `cpus`."),
      SchemaKey("memory", .bytes, example: "512m", "The same as `mem_limit`."),
      SchemaKey("pids", .integer, example: "200", "The same as `pids_limit`."),
    ])

  static let reservations = SchemaSection(
    "reservations", "What is kept for a container.",
    keys: [SchemaKey("memory", .bytes, example: "256m", "The same as `mem_reservation`.")],
    planned: [
      "cpus": "an engine cannot reserve processors; use `cpu_shares`", "devices": nil,
      "generic_resources": nil,
    ])
}
