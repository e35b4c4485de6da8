import PlayModel
import Testing

@testable import PlayFiles

/// What is said of wrong service keys, and where. The keys stand in lines 5 and 6, from column 7.
@Suite struct ServiceFaultsTests {
  typealias Fault = (keys: String, problems: [String])

  private func expect(_ fault: Fault) throws {
    let image = fault.keys.contains("image:") ? "" : "image: shop/web:1\n"
    let found = try PlaybookFixture(service: image + fault.keys).problems()
    #expect(found == fault.problems)
  }

  static let container: [Fault] = [
    (
      "image: Shop/Web:1",
      [
        "site.yml:5:14: `image`: `Shop/Web:1` is not an image name\n  write [REGISTRY/]PATH[:TAG][@DIGEST], such as registry.example:5000/shop/web:1.4.2"
      ]
    ),
    (
      "image: sha256:abc",
      ["site.yml:5:14: `image`: an image id names an image of one engine only\n  write NAME@sha256:abc"]
    ),
    (
      "image: [a]",
      [
        "site.yml:5:14: `image` must be a text, not a list\n  for example image: registry.example:5000/shop/web:1.4.2"
      ]
    ),
    (
      "user: x\n# no image:",
      ["site.yml:4:5: a service needs `image`\n  for example image: registry.example:5000/shop/web:1.4.2"]
    ),
    ("imgae: x\nimage: a:1", ["site.yml:5:7: `imgae` is not a key of a service\n  did you mean \"image\"?"]),
    ("env: {}", ["site.yml:6:7: `env` is not a key of a service\n  write `environment`"]),
    (
      "build: .",
      ["site.yml:6:7: `build` is not supported yet\n  build and push the image first, and name it in `image`"]
    ),
    ("tty: true", ["site.yml:6:7: `tty` is not supported yet"]),
    (
      "command: a && b",
      [
        "site.yml:6:16: `command`: `&` needs a shell, and `a && b` is run without one\n  write [sh, -c, \"…\"] to run it in the container's shell, or quote the character"
      ]
    ),
    (
      "command: {a: b}",
      [
        "site.yml:6:16: `command` must be a text or a list of texts, not a mapping\n  for example command: [serve, --port, \"8080\"]"
      ]
    ),
    (
      "container_name: a",
      [
        "site.yml:6:23: `container_name`: `a` cannot be a container's name\n  names have at least two letters, digits, `_`, `.` and `-`, and begin with a letter or digit"
      ]
    ),
    (
      "hostname: web_1",
      ["site.yml:6:17: `hostname`: `web_1` is not a host name\n  letters, digits and hyphens between points"]
    ),
    ("user: \"\"", ["site.yml:6:13: `user`: it is empty\n  leave the key out"]),
    ("working_dir: app", ["site.yml:6:20: `working_dir`: the path `app` is not absolute"]),
    ("labels: {dev.swiftplay.x: 1}", ["site.yml:6:16: labels beginning with `dev.swiftplay.` are reserved"]),
    (
      "labels: [com.docker.compose.x=1]",
      ["site.yml:6:16: labels beginning with `com.docker.compose.` are reserved"]
    ),
    ("labels: [a=1, a=2]", ["site.yml:6:21: `labels` sets `a` twice"]),
    ("labels: [=1]", ["site.yml:6:16: `labels` has an element without a name\n  write NAME=VALUE"]),
    (
      "labels: {on: x}",
      ["site.yml:6:16: YAML reads this name of `labels` as true, not as text\n  put it in quotes"]
    ),
    (
      "labels: {a: [b]}",
      [
        "site.yml:6:19: an element of `labels` must be a text, not a list\n  for example labels: {com.example.team: shop}"
      ]
    ),
    ("labels: {a: \"x\\0y\"}", ["site.yml:6:15: `labels` has a NUL character, which no engine takes"]),
    ("init: maybe", ["site.yml:6:13: `init`: `maybe` is neither true nor false"]),
    ("init: 1", ["site.yml:6:13: `init` must be true or false, not a number\n  for example init: true"]),
    (
      "platform: linux//x",
      [
        "site.yml:6:17: `platform`: `linux//x` is not a platform\n  write OS[/ARCHITECTURE[/VARIANT]], such as linux/arm64"
      ]
    ),
    (
      "pull_policy: daily",
      ["site.yml:6:20: `pull_policy`: `daily` is not supported yet\n  use always, missing or never"]
    ),
    (
      "pull_policy: every_12h",
      ["site.yml:6:20: `pull_policy`: `every_12h` is not supported yet\n  use always, missing or never"]
    ),
    (
      "pull_policy: alwasy",
      [
        "site.yml:6:20: `pull_policy`: `alwasy` is not one of always, missing, if_not_present, never\n  did you mean \"always\"?"
      ]
    ),
    ("logging: {drivr: x}", ["site.yml:6:17: `drivr` is not a key of logging\n  did you mean \"driver\"?"]),
    (
      "logging: syslog",
      [
        "site.yml:6:16: `logging` must be a map with the keys of logging, not a text\n  for example logging: {driver: json-file, options: {max-size: 10m}}"
      ]
    ),
  ]

  @Test(arguments: container)
  func containerKey(_ fault: Fault) throws { try expect(fault) }

  static let network: [Fault] = [
    (
      "ports: \"8080:80\"",
      [
        "site.yml:6:14: `ports` must be a list of texts or maps with the keys of a port, not a text\n  for example ports: [\"8080:80\", \"127.0.0.1:9000-9001:9000-9001/tcp\"]"
      ]
    ),
    (
      "ports: [\"8080:80\", x]",
      [
        "site.yml:6:26: `ports`: `x` is not a container port\n  write a number such as 8080, or a range such as 8000-8010"
      ]
    ),
    ("ports: [\"80:80\", \"80:81\"]", ["site.yml:6:24: `web` publishes host port 80 twice"]),
    ("ports: [{published: 80}]", ["site.yml:6:15: a port needs `target`\n  for example target: 80"]),
    (
      "ports: [{target: 80, mode: ingress}]",
      ["site.yml:6:34: `mode`: only `host` is supported\n  a port is published on the host itself"]
    ),
    (
      "ports: [{target: 80-81, published: 90-92}]",
      [
        "site.yml:6:15: `ports`: the port ranges in `90-92:80-81` differ in length: 3 host ports for 2 container ports"
      ]
    ),
    (
      "network_mode: host\nports: [\"80:80\"]",
      [
        "site.yml:7:14: ports cannot be published with `network_mode: host`\n  the container's ports are the host's already; remove `ports`"
      ]
    ),
    (
      "network_mode: \"container:x\"\nhostname: a1",
      [
        "site.yml:7:17: `hostname` cannot be set with `network_mode: container:x`\n  the container has the other one's host name"
      ]
    ),
    (
      "network_mode: none\nnetworks: [a]",
      ["site.yml:6:21: `network_mode` and `networks` cannot both be set\n  remove one"]
    ),
    ("network_mode: \"service:db\"", ["site.yml:6:21: `network_mode`: the play has no service `db`"]),
    ("network_mode: \"service:web\"", ["site.yml:6:21: `network_mode`: `web` cannot share with itself"]),
    (
      "network_mode: \"service:\"",
      [
        "site.yml:6:21: `network_mode`: `service:` is not a network mode\n  host, none, bridge, service:NAME or container:NAME"
      ]
    ),
    ("networks: [host]", ["site.yml:6:18: `host` is no network to join\n  write network_mode: host"]),
    ("networks: [a, a]", ["site.yml:6:21: `networks` names `a` twice"]),
    (
      "networks: {a: {aliasses: [b]}}",
      ["site.yml:6:22: `aliasses` is not a key of a network\n  did you mean \"aliases\"?"]
    ),
    ("networks: {a: {priority: 1}}", ["site.yml:6:22: `priority` is not supported yet"]),
    (
      "networks: {bridge: {aliases: [x]}}",
      ["site.yml:6:36: the engine's default network knows no aliases\n  use a network of your own"]
    ),
    (
      "networks: {a: {ipv4_address: \"::1\"}}",
      ["site.yml:6:36: `ipv4_address`: `::1` is not an IPv4 address"]
    ),
    (
      "networks: {a: {ipv6_address: 10.0.0.1}}",
      ["site.yml:6:36: `ipv6_address`: `10.0.0.1` is not an IPv6 address"]
    ),
    ("extra_hosts: [db]", ["site.yml:6:21: `extra_hosts`: `db` has no address\n  write NAME:ADDRESS"]),
    ("extra_hosts: {db: x}", ["site.yml:6:25: `extra_hosts`: `x` is not an IP address"]),
    ("dns: dns.example", ["site.yml:6:12: `dns`: `dns.example` is not an IP address"]),
  ]

  @Test(arguments: network)
  func networkKey(_ fault: Fault) throws { try expect(fault) }

  static let storage: [Fault] = [
    (
      "volumes: [\"./x:/data\"]",
      [
        "site.yml:6:17: `volumes`: the host path `./x` is relative, and a host has no project folder it could start from\n  write the absolute path on the host"
      ]
    ),
    (
      "volumes: [{type: bind, source: x, target: /data}]",
      [
        "site.yml:6:38: `source`: the host path `x` is relative, and a host has no project folder it could start from\n  write the absolute path on the host"
      ]
    ),
    (
      "volumes: [{type: bind, target: /data}]", ["site.yml:6:17: a bind needs `source`, the path on the host"]
    ),
    ("volumes: [{target: /data}]", ["site.yml:6:17: a volume needs `type`\n  for example type: bind"]),
    (
      "volumes: [{type: image, target: /data}]",
      ["site.yml:6:24: `type`: `image` is not supported yet\n  use bind, volume or tmpfs"]
    ),
    (
      "volumes: [{type: bnd, target: /data}]",
      ["site.yml:6:24: `type`: `bnd` is not one of bind, volume, tmpfs\n  did you mean \"bind\"?"]
    ),
    (
      "volumes: [{type: volume, target: /d, bind: {}}]",
      ["site.yml:6:50: `bind` is for volumes of type bind, and this one is a volume"]
    ),
    (
      "volumes: [{type: volume, target: /d, volume: {subpath: x}}]",
      ["site.yml:6:53: `subpath` is not supported yet"]
    ),
    ("volumes: [{type: tmpfs, source: /x, target: /d}]", ["site.yml:6:39: a tmpfs has no `source`"]),
    (
      "volumes: [{type: tmpfs, target: /d, tmpfs: {mode: 9}}]",
      ["site.yml:6:57: `mode`: `9` is not a file mode\n  write octal digits, such as 1770"]
    ),
    (
      "volumes: [{type: bind, source: /x, target: /d, bind: {propagation: x}}]",
      ["site.yml:6:74: `propagation`: `x` is not one of private, rprivate, shared, rshared, slave, rslave"]
    ),
    ("volumes: [\"a1:/d\"]\ntmpfs: /d/", ["site.yml:7:14: two volumes are mounted at `/d/`"]),
    ("tmpfs: run", ["site.yml:6:14: `tmpfs`: the path in the container `run` is not absolute"]),
    ("tmpfs: \"/run:\"", ["site.yml:6:14: `tmpfs`: `/run:` has no options after the colon"]),
    (
      "devices: [dev/a]",
      [
        "site.yml:6:17: `devices`: `dev/a` is not a device\n  write HOST[:CONTAINER[:PERMISSIONS]], such as /dev/ttyUSB0:/dev/ttyUSB0:rw"
      ]
    ),
    (
      "devices: [\"/dev/a:/dev/b:x\"]",
      [
        "site.yml:6:17: `devices`: `/dev/a:/dev/b:x` is not a device\n  write HOST[:CONTAINER[:PERMISSIONS]], such as /dev/ttyUSB0:/dev/ttyUSB0:rw"
      ]
    ),
    (
      "devices: [{target: /dev/a}]",
      ["site.yml:6:17: a device needs `source`\n  for example source: /dev/ttyUSB0"]
    ),
    (
      "shm_size: big",
      [
        "site.yml:6:17: `shm_size`: `big` is not a byte size\n  write a number with its unit, such as 512m or 8g"
      ]
    ),
  ]

  @Test(arguments: storage)
  func storageKey(_ fault: Fault) throws { try expect(fault) }

  static let resources: [Fault] = [
    (
      "mem_limit: 512",
      ["site.yml:6:18: a memory limit of 512 bytes is below the engine's least, 6m\n  did you mean 512m?"]
    ),
    ("mem_limit: 5m", ["site.yml:6:18: a memory limit of 5242880 bytes is below the engine's least, 6m"]),
    ("mem_limit: -1", ["site.yml:6:18: `mem_limit`: the byte size `-1` is negative"]),
    (
      "mem_limit: 1.5",
      [
        "site.yml:6:18: `mem_limit`: `1.5` is not a byte size\n  write a number with its unit, such as 512m or 8g"
      ]
    ),
    (
      "mem_limit: 1g\nmem_reservation: 2g",
      ["site.yml:7:24: more memory is reserved (2g) than the limit allows (1g)"]
    ),
    (
      "memswap_limit: 1g",
      ["site.yml:6:22: `memswap_limit` needs `mem_limit`\n  it is memory and swap together"]
    ),
    (
      "mem_limit: 2g\nmemswap_limit: 1g",
      ["site.yml:7:22: `memswap_limit` (1g) is below `mem_limit` (2g)\n  it is memory and swap together"]
    ),
    (
      "mem_limit: 1g\ndeploy: {resources: {limits: {memory: 2g}}}",
      ["site.yml:7:45: `deploy.resources` and `mem_limit` contradict each other\n  remove one of the two"]
    ),
    (
      "cpus: 1\ndeploy: {resources: {limits: {cpus: '2'}}}",
      ["site.yml:7:43: `deploy.resources` and `cpus` contradict each other\n  remove one of the two"]
    ),
    (
      "deploy: {replicas: 2}",
      [
        "site.yml:6:16: `replicas` is not supported yet\n  a service is one container on each host of the play"
      ]
    ),
    (
      "deploy: {resources: {reservations: {cpus: 1}}}",
      ["site.yml:6:43: `cpus` is not supported yet\n  an engine cannot reserve processors; use `cpu_shares`"]
    ),
    ("cpus: many", ["site.yml:6:13: `cpus`: `many` is not a number"]),
    ("cpus: 0.001", ["site.yml:6:13: `cpus`: 0.001 is too small; the engine's least is 0.01"]),
    ("cpus: -1", ["site.yml:6:13: `cpus`: -1.0 is too small; the engine's least is 0.01"]),
    ("cpu_shares: 1", ["site.yml:6:19: `cpu_shares`: 1 is not between 2 and 262144"]),
    (
      "cpuset: 3-1",
      [
        "site.yml:6:15: `cpuset`: `3-1` is not a list of processors\n  write numbers and ranges, such as 0-3,5"
      ]
    ),
    ("pids_limit: -2", ["site.yml:6:19: `pids_limit`: -2 is too small; it must be at least -1"]),
    ("pids_limit: 1.5", ["site.yml:6:19: `pids_limit`: `1.5` is not a whole number"]),
    (
      "ulimits: {nofiles: 1}",
      ["site.yml:6:17: `nofiles` is not the name of a limit\n  did you mean \"nofile\"?"]
    ),
    (
      "ulimits: {nofile: {soft: 2, hard: 1}}",
      ["site.yml:6:25: the soft limit of `nofile` is above its hard limit"]
    ),
    ("ulimits: {nofile: {soft: 2}}", ["site.yml:6:25: an ulimit needs `hard`\n  for example hard: 40000"]),
  ]

  @Test(arguments: resources)
  func resourceKey(_ fault: Fault) throws { try expect(fault) }

  static let rest: [Fault] = [
    (
      "cap_add: [NET_ADMN]",
      ["site.yml:6:17: `cap_add`: `NET_ADMN` is not a Linux capability\n  did you mean \"NET_ADMIN\"?"]
    ),
    (
      "security_opt: [seccomp=profile.json]",
      [
        "site.yml:6:22: `security_opt`: `seccomp=profile.json` names no seccomp profile\n  write unconfined, builtin or an absolute path on the host"
      ]
    ),
    ("sysctls: [a.b]", ["site.yml:6:17: the kernel setting `a.b` has no value"]),
    (
      "ipc: shared",
      [
        "site.yml:6:12: `ipc`: `shared` is not one of private, shareable, host, none, service:NAME, container:NAME"
      ]
    ),
    ("pid: \"service:x\"", ["site.yml:6:12: `pid`: the play has no service `x`"]),
    (
      "restart: yes",
      ["site.yml:6:16: `restart`: `yes` is not one of no, always, unless-stopped, on-failure, on-failure:N"]
    ),
    (
      "restart: unless_stopped",
      [
        "site.yml:6:16: `restart`: `unless_stopped` is not one of no, always, unless-stopped, on-failure, on-failure:N\n  did you mean \"unless-stopped\"?"
      ]
    ),
    (
      "stop_signal: SIGTREM",
      ["site.yml:6:20: `stop_signal`: `SIGTREM` is not a signal\n  did you mean \"TERM\"?"]
    ),
    (
      "stop_grace_period: soon",
      [
        "site.yml:6:26: `stop_grace_period`: `soon` is not a duration\n  write a number with its unit, such as 500ms, 30s, 1m30s or 2h"
      ]
    ),
    ("settle: -3", ["site.yml:6:15: `settle`: the duration `-3.0` is negative"]),
    (
      "healthcheck: {test: [curl, x]}",
      ["site.yml:6:27: `test`: a list must begin with CMD, CMD-SHELL or NONE\n  for example [CMD, /app/ping]"]
    ),
    ("healthcheck: {test: [CMD]}", ["site.yml:6:27: `test`: CMD needs a command"]),
    (
      "healthcheck: {test: [CMD-SHELL, a, b]}",
      ["site.yml:6:27: `test`: CMD-SHELL takes one text\n  write [CMD-SHELL, \"one command line\"]"]
    ),
    (
      "healthcheck: {test: a, disable: true}",
      ["site.yml:6:39: `healthcheck` is disabled and has a `test`\n  remove one of the two"]
    ),
    (
      "healthcheck: {interval: 1us}",
      ["site.yml:6:31: `interval`: `1us` is too short; the engine's least is 1ms"]
    ),
    ("healthcheck: {retries: 0}", ["site.yml:6:30: `retries`: 0 is too small; it must be at least 1"]),
    ("depends_on: [web]", ["site.yml:6:20: `web` depends on itself"]),
    (
      "depends_on: [wbe]",
      ["site.yml:6:20: `depends_on`: the play has no service `wbe`\n  did you mean \"web\"?"]
    ),
  ]

  @Test(arguments: rest)
  func otherKey(_ fault: Fault) throws { try expect(fault) }

  static let checks: [Fault] = [
    (
      "checks: [{}]",
      [
        "site.yml:6:16: the check asks nothing\n  one check is exactly one of http, tcp, exec, command, healthy"
      ]
    ),
    (
      "checks: [{tcp: 1, exec: a}]",
      [
        "site.yml:6:16: the check asks tcp and exec\n  one check is exactly one of http, tcp, exec, command, healthy"
      ]
    ),
    (
      "checks: [{tcp: 0}]",
      ["site.yml:6:22: `tcp`: `0` has no port between 1 and 65535\n  write PORT or ADDRESS:PORT"]
    ),
    (
      "checks: [{tcp: \"a b:80\"}]",
      ["site.yml:6:22: `tcp`: `a b` is neither an address nor a host name\n  write PORT or ADDRESS:PORT"]
    ),
    (
      "checks: [{tcp: 80, status: 200}]",
      ["site.yml:6:34: `status` is for `http` checks, and this one is `tcp`"]
    ),
    (
      "checks: [{http: \"https://h/\"}]",
      [
        "site.yml:6:23: `http`: https checks are not supported yet\n  ask the container's plain port over http, or use a `command` with curl"
      ]
    ),
    (
      "checks: [{https: \"https://h/\"}]",
      [
        "site.yml:6:16: the check asks nothing\n  one check is exactly one of http, tcp, exec, command, healthy",
        "site.yml:6:17: `https` is not a key of a check\n  https checks are not supported yet; use `http`, or a `command` with curl",
      ]
    ),
    (
      "checks: [{http: h}]",
      [
        "site.yml:6:23: `http`: `h` is not an http address\n  write http://HOST[:PORT]/PATH, such as http://127.0.0.1:8080/health"
      ]
    ),
    (
      "checks: [{http: \"http://h\", status: 99}]", ["site.yml:6:43: `status`: 99 is not between 100 and 599"]
    ),
    ("checks: [{http: \"http://h\", headers: {\"a b\": c}}]", ["site.yml:6:45: `a b` is not a valid header"]),
    ("checks: [{exec: []}]", ["site.yml:6:23: `exec`: the command is empty"]),
    ("checks: [{command: \"\"}]", ["site.yml:6:26: `command`: the command is empty"]),
    ("checks: [{healthy: false}]", ["site.yml:6:26: `healthy`: only `true` makes sense\n  remove the check"]),
    ("checks: [{tcp: 80, within: 0}]", ["site.yml:6:34: `within`: a deadline of 0s can never be met"]),
    ("checks: [{tcp: 80, every: 0s}]", ["site.yml:6:33: `every`: 0s would ask without a pause"]),
    ("checks: [{tcp: 80, passes: 0}]", ["site.yml:6:34: `passes`: 0 is not between 1 and 1000000"]),
    (
      "checks: [{tcp: 80, passes: 4, every: 20s}]",
      ["site.yml:6:34: 4 passes, one every 20s, cannot fit within 1m"]
    ),
    (
      "checks: [{tcp: 80, timeout: 5s}]",
      ["site.yml:6:26: `timeout` is not a key of a check\n  write `within`"]
    ),
    (
      "checks: [8080]",
      [
        "site.yml:6:16: an element of `checks` must be a map with the keys of a check, not a number\n  for example checks: [{http: \"http://127.0.0.1:8080/health\"}]"
      ]
    ),
    (
      "checks: {tcp: 80}",
      [
        "site.yml:6:15: `checks` must be a list of maps with the keys of a check, not a mapping\n  for example checks: [{http: \"http://127.0.0.1:8080/health\"}]"
      ]
    ),
  ]

  @Test(arguments: checks)
  func check(_ fault: Fault) throws { try expect(fault) }

  @Test func badRegularExpressionsAreFoundBeforeAnyConnection() throws {
    let problems = try PlaybookFixture(service: "image: a:1\nchecks: [{http: \"http://h\", body: \"(\"}]")
      .problems()
    #expect(problems == ["site.yml:6:41: `body`: `(` is not a regular expression: expected ')'"])
  }
}
