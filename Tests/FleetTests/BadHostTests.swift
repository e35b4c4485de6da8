import Foundation
import Testing

/// Hosts that cannot take part: the run is refused before any change, and what serves goes on serving.
@Suite struct BadHostTests {
  /// Deploys 1.0, lets `spoil` break something, tries 2.0, and insists that 1.0 still serves untouched.
  private func refused(
    _ reason: String, words: [String], version: String = "2.0", outcome: String = "failed",
    _ run: @Sendable (Scenario) async throws -> RunResult
  ) async throws {
    try await Scenario.on(1) { scenario in
      try scenario.write(PlayText())
      let first = try await scenario.deploy("1.0")
      #expect(first.exit == 0, "\(first.said)")
      let before = try await scenario.host.container("web")

      let bad = try await run(scenario)
      #expect(bad.exit == 5, "\(bad.said)")
      #expect(bad.outcome == "refused")
      #expect(bad.hosts == [scenario.host.name: outcome])
      let trouble = bad.trouble(scenario.host)
      #expect(trouble["reason"].text == reason)
      let told = "\(trouble["detail"].text ?? "") \(trouble["advice"].text ?? "")"
      for word in words { #expect(told.contains(word), "\(told)") }
      #expect(trouble["advice"].text != nil)

      let containers = try await scenario.host.containers()
      #expect(Array(containers.keys) == ["web"])
      #expect(containers["web"]?["Id"] == before["Id"])
      #expect(try await scenario.host.page("/version") == "1.0")
    }
  }

  @Test func wrongKey() async throws {
    try await refused(
      "unreachable", words: ["not let in", "wrong_key", "authorized_keys"], outcome: "unreachable"
    ) {
      scenario in
      let key = try await scenario.newKey("wrong_key")
      try scenario.write("inventory.ini", scenario.inventory(key: key))
      return try await scenario.deploy("2.0")
    }
  }

  @Test func unknownHostKey() async throws {
    try await refused(
      "unreachable", words: ["known_hosts has no key", "SHA256:", "ssh-keyscan"], outcome: "unreachable"
    ) { scenario in
      let file = try scenario.write("known_hosts", "")
      try scenario.write("inventory.ini", scenario.inventory(knownHosts: file.path))
      return try await scenario.deploy("2.0")
    }
  }

  @Test func changedHostKeyIsShownBesideTheKnownOne() async throws {
    try await refused(
      "unreachable", words: ["has changed", "ssh-keygen -R"], outcome: "unreachable"
    ) { scenario in
      let key = try String(contentsOfFile: try await scenario.newKey("other_host") + ".pub", encoding: .utf8)
      let words = key.split(separator: " ").prefix(2).joined(separator: " ")
      let file = try scenario.write("known_hosts", "\(scenario.host.address) \(words)\n")
      try scenario.write("inventory.ini", scenario.inventory(knownHosts: file.path))
      let run = try await scenario.deploy("2.0")
      let detail = run.trouble(scenario.host)["detail"].text ?? ""
      #expect(detail.ranges(of: "SHA256:").count == 2, "\(detail)")
      return run
    }
  }

  @Test func hostThatDoesNotAnswer() async throws {
    try await refused("unreachable", words: [], outcome: "unreachable") { scenario in
      try await scenario.host.broken(.cut) {
        try await scenario.deploy("2.0", "--connect-timeout", "2")
      }
    }
  }

  @Test func stoppedEngine() async throws {
    try await Scenario.on(1) { scenario in
      try scenario.write(PlayText())
      #expect(try await scenario.deploy("1.0").exit == 0)
      let before = try await scenario.host.container("web")["Id"]
      try await scenario.host.broken(.engineStopped) {
        let run = try await scenario.deploy("2.0")
        #expect(run.exit == 5, "\(run.said)")
        let trouble = run.trouble(scenario.host)
        #expect(trouble["reason"] == "no_engine")
        #expect(trouble["detail"].text?.contains("Cannot connect to the Docker daemon") == true)
        #expect(trouble["advice"].text?.contains("systemctl start docker") == true)
      }
      #expect(try await scenario.host.container("web")["Id"] == before)
      #expect(try await eventually("1.0 serves") { try await scenario.host.page("/version") } == "1.0")
    }
  }

  @Test func hostWithoutDocker() async throws {
    try await refused("no_engine", words: ["no `docker` command", "install Docker"]) { scenario in
      // This login's shell does not find it.
      try await scenario.host.shell("chmod 0 $(readlink -f /usr/bin/docker)")
      let run: RunResult
      do { run = try await scenario.deploy("2.0") } catch {
        try await scenario.host.shell("chmod 755 $(readlink -f /usr/bin/docker)")
        throw error
      }
      try await scenario.host.shell("chmod 755 $(readlink -f /usr/bin/docker)")
      return run
    }
  }

  @Test func userWithoutRightsToTheEngine() async throws {
    try await refused("no_engine", words: ["this user may not use", "permission denied", "-b"]) { scenario in
      try scenario.write("inventory.ini", scenario.inventory(user: "plain"))
      return try await scenario.deploy("2.0")
    }
  }

  @Test func imageThatIsNotThere() async throws {
    try await refused("image_not_found", words: ["shop/web:9.9", "check the image's name and tag"]) {
      scenario in
      try await scenario.deploy("9.9")
    }
  }

  @Test func portTakenByAProgram() async throws {
    try await refused("port_taken", words: ["port 8088 is already taken by another program"]) { scenario in
      try await scenario.host.shell(
        "setsid --fork busybox nc -ll -p 8088 -e /bin/true </dev/null >/dev/null 2>&1")
      try scenario.write(PlayText(services: [ServiceText(port: 8088)]))
      let run = try await scenario.deploy("2.0")
      try await scenario.host.shell("kill $(pgrep -x busybox)")
      return run
    }
  }

  @Test func portTakenByAnotherContainer() async throws {
    try await refused("port_taken", words: ["port 8088 is already taken by container other"]) { scenario in
      try await scenario.host.docker(
        "run", "--detach", "--name", "other", "--publish", "8088:8080",
        "\(scenario.fleet.registry)/shop/web:1.0")
      try scenario.write(PlayText(services: [ServiceText(port: 8088)]))
      let run = try await scenario.deploy("2.0")
      try await scenario.host.docker("rm", "--force", "other")
      return run
    }
  }

  @Test func fullDisk() async throws {
    try await refused("disk_full", words: ["no space left on device", "docker image prune"]) { scenario in
      try await scenario.host.shell("docker rmi -f \(scenario.fleet.registry)/shop/web:big 2>/dev/null || :")
      return try await scenario.host.broken(.diskFull) { try await scenario.deploy("big") }
    }
  }

  @Test func registryThatIsDown() async throws {
    // The registry is everybody's, so nobody else may use a host meanwhile.
    try await Scenario.on(3) { scenario in
      try scenario.write(PlayText())
      #expect(try await scenario.deploy("1.0").exit == 0)
      let before = try await scenario.ids()
      try await scenario.fleet.tool(["registry", "stop"])
      let run = try await scenario.deploy("2.0")
      let plan = try await scenario.program(
        "plan", "deploy.yml", "-i", "inventory.ini", "-e", "version=2.0", "--detailed-exitcode")
      try await scenario.fleet.tool(["registry", "start"])
      #expect(run.exit == 5, "\(run.said)")
      for host in scenario.hosts {
        #expect(run.trouble(host)["reason"] == "registry_unreachable")
        #expect(try await host.page("/version") == "1.0")
      }
      #expect(try await scenario.ids() == before)
      // A plan goes on with what it knows, says so, and does not call 2.0 unchanged.
      #expect(plan.exit == 10, "\(plan.said)")
      #expect(plan.stdout.contains("the registry could not be asked"))
      #expect(plan.stdout.contains("1.0 → 2.0"))
    }
  }

  @Test func oneUnreachableHostWithinTheBudgetIsLeftOut() async throws {
    try await Scenario.on(3) { scenario in
      try scenario.write(PlayText(rollout: "{serial: 1, max_failures: 1}"))
      #expect(try await scenario.deploy("1.0").exit == 0)
      let before = try await scenario.ids()
      let lost = scenario.hosts[1]
      let run = try await lost.broken(.cut) { try await scenario.deploy("2.0", "--connect-timeout", "2") }
      #expect(run.exit == 2, "\(run.said)")
      #expect(run.outcome == "failed")
      #expect(run.hosts == ["h1": "changed", "h2": "unreachable", "h3": "changed"])
      #expect(try await scenario.ids()["h2"] == before["h2"])
      #expect(try await lost.page("/version") == "1.0")
      #expect(try await scenario.hosts[2].page("/version") == "2.0")
    }
  }

  @Test func foreignContainerOfTheSameNameIsPutAsideAndComesBack() async throws {
    try await Scenario.on(1) { scenario in
      let image = "\(scenario.fleet.registry)/shop/web:1.0"
      try await scenario.host.docker("run", "--detach", "--name", "web", "--publish", "8080:8080", image)
      let foreign = try await scenario.host.container("web")["Id"]
      try scenario.write(PlayText())
      let bad = try await scenario.deploy("broken")
      #expect(bad.exit == 3, "\(bad.said)")
      #expect(try await scenario.host.container("web")["Id"] == foreign)
      #expect(try await scenario.host.page("/version") == "1.0")

      let good = try await scenario.deploy("2.0")
      #expect(good.exit == 0, "\(good.said)")
      let reasons = good.events("play.planned").last?["hosts"][0]["services"][0]["reasons"].texts ?? []
      #expect(reasons.contains("was not started by swiftplay"))
      #expect(try await scenario.host.container("web.\(good.runID)")["Id"] == foreign)
      #expect(try await scenario.host.page("/version") == "2.0")
    }
  }

  @Test func foreignContainerThatWouldVanishIsNotTouched() async throws {
    try await Scenario.on(1) { scenario in
      let image = "\(scenario.fleet.registry)/shop/web:1.0"
      try await scenario.host.docker(
        "run", "--detach", "--rm", "--name", "web", "--publish", "8080:8080", image)
      let foreign = try await scenario.host.container("web")["Id"]
      try scenario.write(PlayText())
      let run = try await scenario.deploy("2.0")
      #expect(run.exit == 5, "\(run.said)")
      #expect(run.trouble(scenario.host)["detail"].text?.contains("--rm") == true)
      #expect(try await scenario.host.container("web")["Id"] == foreign)
      #expect(try await scenario.host.page("/version") == "1.0")
    }
  }
}

extension Scenario {
  /// A key pair nobody knows yet; its path.
  fileprivate func newKey(_ name: String) async throws -> String {
    let path = folder.appending(path: name).path
    let child = try ChildProcess(
      "/usr/bin/ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", path])
    let ending = await child.ending()
    try #require(ending.exit == 0, "\(ending.stderr)")
    return path
  }
}
