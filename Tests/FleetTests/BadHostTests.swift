import Foundation
import Testing

/// Hosts that cannot take part: the run is refused before any change, and what serves goes on serving.
@Suite struct BadHostTests {
  /// Something that keeps a host from taking part, and what has to be said of it.
  struct Hindrance: Sendable {
    let reason: String
    let words: [String]
    var outcome = "failed"
    let run: @Sendable (Scenario) async throws -> RunResult

    init(
      _ reason: String, words: [String], outcome: String = "failed",
      run: @escaping @Sendable (Scenario) async throws -> RunResult
    ) {
      self.reason = reason
      self.words = words
      self.outcome = outcome
      self.run = run
    }
  }

  /// Deploys 1.0, meets one hindrance after the other, and insists each time that 1.0 serves untouched.
  private func refused(_ hindrances: [Hindrance]) async throws {
    try await Scenario.on(1) { scenario in
      try scenario.write(PlayText())
      let first = try await scenario.deploy("1.0")
      #expect(first.exit == 0, "\(first.said)")
      let before = try await scenario.host.container("web")["Id"]
      for hindrance in hindrances {
        try scenario.write(PlayText())
        try scenario.write("inventory.ini", scenario.inventory())
        try await refused(hindrance, before: before, scenario)
      }
    }
  }

  private func refused(_ hindrance: Hindrance, before: JSONValue, _ scenario: Scenario) async throws {
    let bad = try await hindrance.run(scenario)
    #expect(bad.exit == 5, "\(bad.said)")
    #expect(bad.outcome == "refused")
    #expect(bad.hosts == [scenario.host.name: hindrance.outcome])
    let trouble = bad.trouble(scenario.host)
    #expect(trouble["reason"].text == hindrance.reason)
    let told = "\(trouble["detail"].text ?? "") \(trouble["advice"].text ?? "")"
    for word in hindrance.words { #expect(told.contains(word), "\(told)") }
    #expect(trouble["advice"].text != nil, "\(told)")

    // An engine that was stopped has just started again, and its containers with it.
    let page = try await eventually("1.0 serves") { try await scenario.host.page("/version") }
    #expect(page == "1.0")
    let containers = try await scenario.host.containers()
    #expect(Array(containers.keys) == ["web"])
    #expect(containers["web"]?["Id"] == before)
  }

  /// A clock that is wrong stops nothing, and is told.
  @Test func aClockThatIsWrongIsNoted() async throws {
    try await Scenario.on(2) { scenario in
      try scenario.write(PlayText())
      let wrong = try #require(scenario.hosts.last)
      let wrapper = #"case $1 in +%s) echo $(($(/bin/date +%s) + 3600)) ;; *) exec /bin/date "$@" ;; esac"#
      _ = try await wrong.shell(
        "printf '%s\\n' '#!/bin/sh' '\(wrapper)' >/usr/local/bin/date; chmod 755 /usr/local/bin/date")
      let run = try await scenario.deploy("1.0")
      _ = try await wrong.shell("rm /usr/local/bin/date")
      #expect(run.exit == 0, "\(run.said)")
      let notes = run.events("note").compactMap { $0["text"].text }
      let told = try #require(notes.first { $0.contains("clocks differ") }, "\(run.said)")
      // The look itself takes a moment.
      #expect([3599, 3600].contains { told.contains("\(wrong.name) is \($0) s ahead") }, "\(told)")
      #expect(!told.contains("\(scenario.host.name) is"))
    }
  }

  @Test func loginsThatAreRefused() async throws {
    try await refused([
      Hindrance("unreachable", words: ["not let in", "wrong_key", "authorized_keys"], outcome: "unreachable")
      {
        scenario in
        let key = try await scenario.newKey("wrong_key")
        try scenario.write("inventory.ini", scenario.inventory(key: key))
        return try await scenario.deploy("2.0")
      },
      Hindrance(
        "unreachable", words: ["known_hosts has no key", "SHA256:", "ssh-keyscan"], outcome: "unreachable"
      ) { scenario in
        let file = try scenario.write("known_hosts", "")
        try scenario.write("inventory.ini", scenario.inventory(knownHosts: file.path))
        return try await scenario.deploy("2.0")
      },
      Hindrance("unreachable", words: ["has changed", "ssh-keygen -R"], outcome: "unreachable") { scenario in
        let path = try await scenario.newKey("other_host")
        let key = try String(contentsOfFile: path + ".pub", encoding: .utf8)
        let words = key.split(separator: " ").prefix(2).joined(separator: " ")
        let file = try scenario.write("known_hosts", "\(scenario.host.address) \(words)\n")
        try scenario.write("inventory.ini", scenario.inventory(knownHosts: file.path))
        let run = try await scenario.deploy("2.0")
        // The one that is known beside the one that is shown.
        let detail = run.trouble(scenario.host)["detail"].text ?? ""
        #expect(detail.ranges(of: "SHA256:").count == 2, "\(detail)")
        return run
      },
      Hindrance("no_engine", words: ["this user may not use", "permission denied", "-b"]) { scenario in
        try scenario.write("inventory.ini", scenario.inventory(user: "plain"))
        return try await scenario.deploy("2.0")
      },
    ])
  }

  @Test func hostsInABadState() async throws {
    try await refused([
      Hindrance("unreachable", words: ["did not answer", "ansible_host"], outcome: "unreachable") {
        scenario in
        try await scenario.host.broken(.cut) {
          try await scenario.deploy("2.0", "--connect-timeout", "2")
        }
      },
      Hindrance("no_engine", words: ["no `docker` command", "install Docker"]) { scenario in
        try await scenario.host.broken(.withoutDocker) { try await scenario.deploy("2.0") }
      },
      Hindrance("disk_full", words: ["are free for images", "docker image prune"]) { scenario in
        let image = "\(scenario.fleet.registry)/shop/web:big"
        try await scenario.host.shell("docker rmi -f \(image) >/dev/null 2>&1 || :")
        return try await scenario.host.broken(.diskFull) { try await scenario.deploy("big") }
      },
      Hindrance(
        "no_engine", words: ["Cannot connect to the Docker daemon", "systemctl start docker"]
      ) { scenario in
        try await scenario.host.broken(.engineStopped) { try await scenario.deploy("2.0") }
      },
    ])
  }

  @Test func whatTheReleaseNeedsIsNotToBeHad() async throws {
    try await refused([
      Hindrance("image_not_found", words: ["shop/web:9.9", "check the image's name and tag"]) { scenario in
        try await scenario.deploy("9.9")
      },
      Hindrance("port_taken", words: ["port 8088 is already taken by another program"]) { scenario in
        try await scenario.host.shell(
          "setsid --fork busybox nc -ll -p 8088 -e /bin/true </dev/null >/dev/null 2>&1")
        try scenario.write(PlayText(services: [ServiceText(port: 8088)]))
        let run = try await scenario.deploy("2.0")
        try await scenario.host.shell("kill $(pgrep -x busybox)")
        return run
      },
      Hindrance("port_taken", words: ["port 8088 is already taken by container other"]) { scenario in
        let image = "\(scenario.fleet.registry)/shop/web:1.0"
        try await scenario.host.docker(
          "run", "--detach", "--name", "other", "--publish", "8088:8080", image)
        try scenario.write(PlayText(services: [ServiceText(port: 8088)]))
        let run = try await scenario.deploy("2.0")
        try await scenario.host.docker("rm", "--force", "other")
        return run
      },
    ])
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
