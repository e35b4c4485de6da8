import Foundation
import Testing

/// What the playbook says of a service is what the real engine was told.
@Suite struct OptionTests {
  private static let environment: [String: String] = [
    "PLAIN": "value", "SPACES": "a  b c", "QUOTES": "it's \"quoted\"", "LINES": "one\ntwo\n",
    "DOLLAR": "$HOME ${x} $$ `id`", "UNICODE": "naïve 日本語 🐳", "EMPTY": "", "NUMBER": "8080",
    "BACKSLASH": "a\\b\\n", "HASH": "a # b", "LEADING": "  x ", "RETURN": "a\rb", "EQUALS": "a=b=c",
  ]

  private static var service: String {
    let variables = environment.sorted { $0.key < $1.key }.map { name, value in
      "          \(name): \"\(value.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n").replacing("\r", with: "\\r"))\""
    }.joined(separator: "\n")
    return """
      - name: options
        hosts: web
        services:
          cache:
            image: "{{ registry }}/shop/web:1.0"
            settle: 100ms
          web:
            image: "{{ registry }}/shop/web:{{ version }}"
            command: [one, "two words", $HOME]
            container_name: shop-web
            hostname: shop-1
            user: "0:0"
            working_dir: /tmp
            environment:
      \(variables)
            env_file: web.env
            ports: ["8080:8080", "127.0.0.1:9000-9001:9000-9001", {target: 53, published: "5353", protocol: udp}]
            volumes: ["/srv/web:/data:ro", "cache:/var/cache", {type: tmpfs, target: /scratch, tmpfs: {size: 1m}}]
            tmpfs: ["/run:size=1m"]
            networks: {backend: {aliases: [shop]}, front: {}}
            restart: unless-stopped
            mem_limit: 256m
            mem_reservation: 64m
            memswap_limit: 512m
            cpus: 0.5
            cpu_shares: 512
            cpuset: "0"
            pids_limit: 100
            labels: {com.example.team: "shop $x"}
            logging: {driver: json-file, options: {max-size: 10m}}
            healthcheck: {test: [CMD, "true"], interval: 500ms, timeout: 2s, retries: 2, start_period: 1s}
            depends_on: [cache]
            stop_signal: SIGINT
            stop_grace_period: 3s
            cap_add: [NET_ADMIN]
            cap_drop: [MKNOD]
            read_only: true
            security_opt: ["no-new-privileges:true"]
            sysctls: {net.core.somaxconn: 1024}
            ulimits: {nofile: {soft: 2000, hard: 4000}, nproc: 500}
            extra_hosts: ["db:10.0.0.5"]
            dns: [10.0.0.2]
            dns_search: example.com
            devices: ["/dev/null:/dev/mynull:rw"]
            init: true
            shm_size: 32m
            ipc: private
            pid: host
            platform: linux/amd64
            pull_policy: missing
            group_add: ["1001"]
            settle: 100ms
            checks:
              - healthy: true
              - tcp: 8080
              - exec: [test, -f, /bin/shop]
              - exec: "true && true"
              - command: test -d /srv
              - {http: "http://127.0.0.1:8080/", body: "shop 1.0", within: 10s}

      """
  }

  @Test func engineIsToldEveryOption() async throws {
    try await Scenario.on(1) { scenario in
      try scenario.write("web.env", "FROM_FILE=file value\nPLAIN=overridden\n")
      try scenario.write("deploy.yml", Self.service)
      let run = try await scenario.deploy("1.0")
      #expect(run.exit == 0, "\(run.said)")
      let container = try await scenario.host.container("shop-web")
      Self.compare(configuration: container["Config"])
      Self.compare(host: container["HostConfig"])
      Self.compare(resources: container["HostConfig"])
      let networks = container["NetworkSettings"]["Networks"]
      #expect(Set(networks.fields.keys) == ["backend", "front"])
      #expect(networks["backend"]["Aliases"].texts.contains("shop"))

      let again = try await scenario.program(
        "plan", "deploy.yml", "-i", "inventory.ini", "-e", "version=1.0", "--detailed-exitcode")
      #expect(again.exit == 0, "\(again.said)")
    }
  }

  private static func compare(configuration: JSONValue) {
    let pairs = configuration["Env"].texts.map { line in
      let parts = line.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
      return (parts[0], parts.last ?? "")
    }
    let variables = Dictionary(pairs, uniquingKeysWith: { first, _ in first })
    for (name, value) in environment { #expect(variables[name] == value, "\(name)") }
    #expect(variables["FROM_FILE"] == "file value")
    #expect(configuration["Cmd"] == ["one", "two words", "$HOME"])
    #expect(configuration["Hostname"] == "shop-1")
    #expect(configuration["User"] == "0:0")
    #expect(configuration["WorkingDir"] == "/tmp")
    #expect(configuration["Labels"]["com.example.team"] == "shop $x")
    #expect(configuration["StopSignal"] == "SIGINT")
    #expect(configuration["StopTimeout"] == 3)
    // The engine's client gives health commands to the container's shell.
    #expect(configuration["Healthcheck"]["Test"].texts.last == "true")
    #expect(configuration["Healthcheck"]["Interval"] == 500_000_000)
    #expect(configuration["Healthcheck"]["Timeout"] == 2_000_000_000)
    #expect(configuration["Healthcheck"]["StartPeriod"] == 1_000_000_000)
    #expect(configuration["Healthcheck"]["Retries"] == 2)
  }

  private static func compare(host: JSONValue) {
    func published(_ port: String) -> Set<String> {
      Set(host["PortBindings"][port].items.map { "\($0["HostIp"].text ?? ""):\($0["HostPort"].text ?? "")" })
    }
    #expect(published("8080/tcp") == [":8080"])
    #expect(published("9000/tcp") == ["127.0.0.1:9000"])
    #expect(published("9001/tcp") == ["127.0.0.1:9001"])
    #expect(published("53/udp") == [":5353"])
    #expect(host["Binds"] == ["/srv/web:/data:ro"])
    let mounts = host["Mounts"].items
    #expect(
      mounts.contains { $0["Type"] == "volume" && $0["Source"] == "cache" && $0["Target"] == "/var/cache" })
    #expect(
      mounts.contains {
        $0["Type"] == "tmpfs" && $0["Target"] == "/scratch" && $0["TmpfsOptions"]["SizeBytes"] == 1_048_576
      })
    #expect(host["Tmpfs"] == ["/run": "size=1m"])
    #expect(host["RestartPolicy"]["Name"] == "unless-stopped")
    #expect(host["LogConfig"] == ["Type": "json-file", "Config": ["max-size": "10m"]])
    #expect(host["CapAdd"].texts.contains { $0.hasSuffix("NET_ADMIN") })
    #expect(host["CapDrop"].texts.contains { $0.hasSuffix("MKNOD") })
    #expect(host["ReadonlyRootfs"] == true)
    #expect(host["SecurityOpt"].texts.contains("no-new-privileges:true"))
    #expect(host["Sysctls"] == ["net.core.somaxconn": "1024"])
    #expect(host["ExtraHosts"] == ["db:10.0.0.5"])
    #expect(host["Dns"] == ["10.0.0.2"])
    #expect(host["DnsSearch"] == ["example.com"])
    #expect(host["Devices"][0]["PathOnHost"] == "/dev/null")
    #expect(host["Devices"][0]["PathInContainer"] == "/dev/mynull")
    #expect(host["Devices"][0]["CgroupPermissions"] == "rw")
    #expect(host["Init"] == true)
    #expect(host["IpcMode"] == "private")
    #expect(host["PidMode"] == "host")
    #expect(host["GroupAdd"] == ["1001"])
  }

  private static func compare(resources host: JSONValue) {
    let mebibyte = 1_048_576
    #expect(host["Memory"].int == 256 * mebibyte)
    #expect(host["MemoryReservation"].int == 64 * mebibyte)
    #expect(host["MemorySwap"].int == 512 * mebibyte)
    #expect(host["NanoCpus"] == 500_000_000)
    #expect(host["CpuShares"] == 512)
    #expect(host["CpusetCpus"] == "0")
    #expect(host["PidsLimit"] == 100)
    #expect(host["ShmSize"].int == 32 * mebibyte)
    let limits = Set(
      host["Ulimits"].items.map { "\($0["Name"].text ?? "") \($0["Soft"].int ?? 0) \($0["Hard"].int ?? 0)" })
    #expect(limits == ["nofile 2000 4000", "nproc 500 500"])
  }

  @Test func whatIsRemovedFromThePlaybookIsSeenAndExplained() async throws {
    try await Scenario.on(1) { scenario in
      let full = ServiceText(
        environment: "{SITE: here, TZ: UTC, MODE: fast}",
        more: ["labels: {com.example.team: shop}"])
      try scenario.write(PlayText(services: [full]))
      #expect(try await scenario.deploy("1.0").exit == 0)
      let plain = ServiceText(
        port: nil, environment: "{SITE: here, TZ: UTC}", checks: "[{exec: [test, -f, /bin/shop], within: 5s}]"
      )
      try scenario.write(PlayText(services: [plain]))
      let plan = try await scenario.program(
        "plan", "deploy.yml", "-i", "inventory.ini", "-e", "version=1.0", "-D", "--detailed-exitcode")
      #expect(plan.exit == 10, "\(plan.said)")
      #expect(plan.stdout.contains("options changed"))
      #expect(plan.stdout.contains("- environment MODE: fast"))
      #expect(plan.stdout.contains("- labels com.example.team: shop"))
      #expect(plan.stdout.contains("- ports: 8080:8080"))

      #expect(try await scenario.deploy("1.0").exit == 0)
      let container = try await scenario.host.container("web")
      #expect(container["Config"]["Labels"]["com.example.team"] == nil)
      #expect(!container["Config"]["Env"].texts.contains("MODE=fast"))
      #expect(container["HostConfig"]["PortBindings"].fields.isEmpty)
    }
  }

  @Test func sameImageUnderANewTagRestartsNothing() async throws {
    try await Scenario.on(1) { scenario in
      try scenario.write(PlayText())
      #expect(try await scenario.deploy("1.0").exit == 0)
      let before = try await scenario.ids()
      let run = try await scenario.deploy("same-as-1.0")
      #expect(run.exit == 0, "\(run.said)")
      #expect(run.hosts == [scenario.host.name: "unchanged"])
      #expect(try await scenario.ids() == before)
    }
  }

  @Test func containerThatSomebodyStoppedIsPutRight() async throws {
    try await Scenario.on(1) { scenario in
      try scenario.write(PlayText())
      #expect(try await scenario.deploy("1.0").exit == 0)
      try await scenario.host.docker("stop", "web")
      let plan = try await scenario.program("plan", "deploy.yml", "-i", "inventory.ini", "-e", "version=1.0")
      #expect(plan.stdout.contains("has exited with 0"), "\(plan.said)")
      let run = try await scenario.deploy("1.0")
      #expect(run.exit == 0, "\(run.said)")
      #expect(try await scenario.host.page("/version") == "1.0")
    }
  }
}
