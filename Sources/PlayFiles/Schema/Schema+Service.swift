extension Schema {
  static let service = SchemaSection(
    "a service",
    "One container on each host. The keys are the Compose specification's service keys and mean what they mean "
      + "there; `settle`, `quiet_signal`, `quiet_wait` and `checks` are swiftplay's own. A Compose key that is missing here is refused, never "
      + "ignored. Keys that begin with `x-` are yours.",
    keys: containerKeys + environmentKeys + networkKeys + storageKeys + resourceKeys + securityKeys
      + lifeKeys,
    planned: [
      "attach": nil, "blkio_config": nil, "build": "build and push the image first, and name it in `image`",
      "cgroup": nil, "cgroup_parent": nil, "configs": "put the file on the host and mount it with `volumes`",
      "cpu_count": nil, "cpu_percent": nil, "cpu_period": "use `cpus`", "cpu_quota": "use `cpus`",
      "cpu_rt_period": nil, "cpu_rt_runtime": nil, "credential_spec": nil, "develop": nil,
      "device_cgroup_rules": nil, "dns_opt": nil, "domainname": nil,
      "expose": "containers of one network reach each other's ports without it",
      "extends": "share keys with a YAML anchor and a merge key (<<: *name)",
      "external_links": "use `networks`",
      "gpus": nil, "isolation": nil, "label_file": "use `labels`", "links": "use `networks`",
      "mac_address": nil,
      "mem_swappiness": nil, "models": nil, "oom_kill_disable": nil, "oom_score_adj": nil, "post_start": nil,
      "pre_stop": nil, "profiles": "leave the service out, or give it a play of its own",
      "provider": nil, "pull_refresh_after": nil, "runtime": nil,
      "scale": "a service is one container on each host",
      "secrets": "give secrets in `environment`, or mount a file of the host with `volumes`",
      "stdin_open": nil, "storage_opt": nil, "tty": nil, "use_api_socket": nil, "userns_mode": nil,
      "uts": nil,
      "volumes_from": "name the volumes in `volumes`",
    ],
    elsewhere: [
      "env": "write `environment`", "memory": "write `mem_limit`", "restart_policy": "write `restart`",
      "name": "write `container_name`; the service's own name is the key above it",
      "replicas": "a service is one container on each host", "published_ports": "write `ports`",
      "network": "write `networks` or `network_mode`",
      "healthy": "write `healthcheck`, or a check `healthy: true`",
    ])

  private static let containerKeys: [SchemaKey] = [
    SchemaKey(
      "image", .text, required: true, example: "registry.example:5000/shop/web:1.4.2",
      "The image to run. Its tag is resolved to a digest once for the whole play."),
    SchemaKey(
      "command", .either([.text, .list(of: .text)]), default: "the image's",
      example: "[serve, --port, \"8080\"]",
      "Arguments in place of the image's. A text is split like a shell would, but no shell runs it. Empty "
        + "clears the image's."),
    SchemaKey(
      "entrypoint", .either([.text, .list(of: .text)]), default: "the image's", example: "/app/start.sh",
      "The program in place of the image's; the image's command is then ignored. Written like `command`."),
    SchemaKey(
      "container_name", .text, default: "the service's name", example: "shop-web",
      "The container's name on its host."),
    SchemaKey("hostname", .text, example: "web-1", "The host name inside the container."),
    SchemaKey(
      "user", .text, default: "the image's", example: "1000:1000", "The user, and group, it runs as."),
    SchemaKey(
      "working_dir", .text, default: "the image's", example: "/app", "The directory it starts in."),
    SchemaKey(
      "labels", .pairs, example: "{com.example.team: shop}",
      "Labels of the container. Those beginning with `dev.swiftplay.` are swiftplay's own."),
    SchemaKey(
      "annotations", .pairs, example: "{com.example.owner: shop}", "OCI annotations of the container."),
    SchemaKey(
      "init", .flag, example: "true", "Run an init process in it that forwards signals and reaps processes."),
    SchemaKey(
      "platform", .text, default: "the host's", example: "linux/arm64", "Which platform's image to pull."),
    SchemaKey(
      "pull_policy", .word(["always", "missing", "if_not_present", "never"]), default: "always",
      example: "missing",
      "Whether the registry is asked every time, only when the host lacks the image, or never."),
    SchemaKey(
      "logging", .section("logging"), default: "the engine's",
      example: "{driver: json-file, options: {max-size: 10m}}",
      "Where the engine sends its output."),
  ]

  private static let environmentKeys: [SchemaKey] = [
    SchemaKey(
      "environment", .pairs, takesSecrets: true, example: "{TZ: UTC, DATABASE_URL: \"{{ database_url }}\"}",
      "Environment variables. They win over `env_file`. A value is a secret when its name, or a variable in "
        + "it, says so; it then appears in no output."),
    SchemaKey(
      "env_file", .either([.text, .list(of: .either([.text, .section("an env file")]))]), example: "web.env",
      "Files of environment variables on the machine that deploys, relative to the playbook. A later file "
        + "wins over an earlier one."),
  ]

  private static let networkKeys: [SchemaKey] = [
    SchemaKey(
      "ports", .list(of: .either([.text, .section("a port")])),
      example: "[\"8080:80\", \"127.0.0.1:9000-9001:9000-9001/tcp\"]",
      "Ports published on the host: `[[IP:]HOST:]CONTAINER[/PROTOCOL]`, with ranges, or the long form."),
    SchemaKey(
      "networks", .either([.list(of: .text), .map(of: .section("a network"))]),
      default: "the engine's default",
      example: "[backend]",
      "Networks to join. They are the engine's networks of these very names; a missing one is made as a plain "
        + "bridge. The service's name is an alias on each."
    ),
    SchemaKey(
      "network_mode", .text, example: "host",
      "`host`, `none`, `bridge`, `service:NAME` or `container:NAME`, in place of `networks`."),
    SchemaKey(
      "extra_hosts", .either([.list(of: .text), .map(of: .either([.text, .list(of: .text)]))]),
      example: "[\"db:10.0.0.5\"]",
      "Lines for the container's /etc/hosts: `NAME:ADDRESS` or `NAME=ADDRESS`, or a map."),
    SchemaKey("dns", .either([.text, .list(of: .text)]), example: "[10.0.0.2]", "DNS servers."),
    SchemaKey(
      "dns_search", .either([.text, .list(of: .text)]), example: "example.com", "DNS search domains."),
  ]

  private static let storageKeys: [SchemaKey] = [
    SchemaKey(
      "volumes", .list(of: .either([.text, .section("a volume")])),
      example: "[\"/srv/web:/data:ro\", \"cache:/var/cache\"]",
      "`[SOURCE:]TARGET[:OPTIONS]`, or the long form. An absolute source is a path on the host, any other "
        + "the name of an engine's volume; relative paths are refused."),
    SchemaKey(
      "tmpfs", .either([.text, .list(of: .text)]), example: "[\"/run:size=64m\"]",
      "Directories in memory: `PATH[:OPTIONS]`."),
    SchemaKey(
      "devices", .list(of: .either([.text, .section("a device")])),
      example: "[\"/dev/ttyUSB0:/dev/ttyUSB0:rw\"]",
      "Devices of the host: `HOST[:CONTAINER[:PERMISSIONS]]`, or a CDI name."),
    SchemaKey("shm_size", .bytes, default: "the engine's", example: "128m", "The size of /dev/shm."),
  ]

  private static let resourceKeys: [SchemaKey] = [
    SchemaKey("mem_limit", .bytes, default: "none", example: "8g", "The most memory it may use."),
    SchemaKey(
      "mem_reservation", .bytes, default: "none", example: "1g", "The memory kept for it under pressure."),
    SchemaKey(
      "memswap_limit", .bytes, default: "twice mem_limit", example: "10g",
      "Memory and swap together; needs `mem_limit`. -1 is without limit."),
    SchemaKey("cpus", .number, default: "no limit", example: "1.5", "How many processors it may use."),
    SchemaKey(
      "cpu_shares", .integer, default: "1024", example: "512",
      "Its weight against other containers for processor time."),
    SchemaKey("cpuset", .text, default: "all", example: "0-3", "The processors it may run on."),
    SchemaKey(
      "pids_limit", .integer, default: "no limit", example: "200",
      "The most processes it may have; -1 is no limit."),
    SchemaKey(
      "ulimits", .map(of: .either([.integer, .section("an ulimit")])),
      example: "{nofile: {soft: 20000, hard: 40000}}",
      "Limits of its processes, as in getrlimit(2); -1 is no limit."),
    SchemaKey(
      "deploy", .section("deploy"), example: "{resources: {limits: {memory: 512m}}}",
      "Compose's other place for resource limits. It may repeat `mem_limit` and the like, not contradict them."
    ),
  ]

  private static let securityKeys: [SchemaKey] = [
    SchemaKey(
      "cap_add", .list(of: .text), example: "[NET_ADMIN]", "Linux capabilities it gets besides the usual."),
    SchemaKey("cap_drop", .list(of: .text), example: "[ALL]", "Linux capabilities taken from it."),
    SchemaKey(
      "privileged", .flag, default: "false", example: "true", "Nearly everything root may do on the host."),
    SchemaKey(
      "read_only", .flag, default: "false", example: "true", "Its root file system cannot be written."),
    SchemaKey(
      "security_opt", .list(of: .text), example: "[\"no-new-privileges:true\"]",
      "Options for SELinux, AppArmor and seccomp."),
    SchemaKey("sysctls", .pairs, example: "{net.core.somaxconn: 1024}", "Kernel settings of its namespaces."),
    SchemaKey("group_add", .list(of: .text), example: "[mail, \"1001\"]", "More groups for its user."),
    SchemaKey(
      "ipc", .text, example: "host",
      "`private`, `shareable`, `host`, `none`, `service:NAME` or `container:NAME`."),
    SchemaKey("pid", .text, example: "host", "`host`, `service:NAME` or `container:NAME`."),
  ]

  private static let lifeKeys: [SchemaKey] = [
    SchemaKey(
      "restart", .word(["no", "always", "unless-stopped", "on-failure", "on-failure:N"]), default: "always",
      example: "unless-stopped", "What the engine does when its process ends."),
    SchemaKey(
      "stop_signal", .text, default: "the image's", example: "SIGINT", "The signal that asks it to stop."),
    SchemaKey(
      "stop_grace_period", .duration, default: "10s", example: "30s",
      "How long it has to stop before it is killed."),
    SchemaKey(
      "healthcheck", .section("healthcheck"), default: "the image's",
      example: "{test: [CMD, /app/ping], interval: 10s}", "The engine's own health check."),
    SchemaKey(
      "depends_on", .either([.list(of: .text), .map(of: .section("a dependency"))]), example: "[cache]",
      "Services of the same play that go first, and are undone last."),
    SchemaKey(
      "settle", .duration, default: "3s", example: "5s",
      "It must keep running this long, without a restart, whatever the checks say."),
    SchemaKey(
      "quiet_signal", .text, example: "SIGTSTP",
      "A signal that tells the old container to take no new work, sent before it is stopped."),
    SchemaKey(
      "quiet_wait", .duration, default: "10s", example: "2m",
      "How long it may then take to finish what it has; one that ends sooner is not waited for."),
    SchemaKey(
      "checks", .list(of: .section("a check")), example: "[{http: \"http://127.0.0.1:8080/health\"}]",
      "What a new container must pass before its host counts as deployed."),
  ]
}
