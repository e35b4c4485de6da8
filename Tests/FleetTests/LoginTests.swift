import Testing

/// Several people, each with a login of their own, and logins with start-up files of all kinds.
@Suite struct LoginTests {
  @Test func twoLoginsShareOneStateDirectoryAndBothDeploy() async throws {
    try await Scenario.on(1) { scenario in
      try scenario.write(PlayText())
      try scenario.write("deploy.ini", scenario.inventory(user: "deploy"))
      try scenario.write("ops.ini", scenario.inventory(user: "ops"))
      for (inventory, version) in [
        ("inventory.ini", "1.0"), ("deploy.ini", "2.0"), ("ops.ini", "1.0"), ("inventory.ini", "2.0"),
      ] {
        let run = try await scenario.program(
          "run", "deploy.yml", "-i", inventory, "--output", "json", "-e", "version=\(version)")
        #expect(run.exit == 0, "\(inventory): \(run.said)")
        #expect(try await scenario.host.page("/version") == version)
      }
      let directories = try await scenario.host.shell("ls -d /run/lock/swiftplay*")
      #expect(directories.split(separator: "\n").count == 1)
      let rights = try await scenario.host.shell("stat -c '%a %G' /run/lock/swiftplay*")
      #expect(rights.hasPrefix("2770 docker"))
      // Nothing of a finished run stays but the locks.
      let left = try await scenario.host.shell(
        "find /run/lock/swiftplay* -type f ! -name '*lock*' ! -name '*fence*'")
      #expect(left.isEmpty, "\(left)")
    }
  }

  @Test func noisyStartUpFilesDoNoHarm() async throws {
    try await Scenario.on(1) { scenario in
      try scenario.write(PlayText())
      try scenario.write("inventory.ini", scenario.inventory(user: "deploy"))
      try await scenario.host.shell(
        """
        cd /home/deploy
        printf '%s\\n' 'echo "Welcome to $(hostname)!"' 'echo "=exit 7"' 'echo "=missing"' 'echo noise >&2' >.bashrc
        cp .bashrc .profile
        """)
      let run = try await scenario.deploy("1.0")
      let again = try await scenario.deploy("broken")
      try await scenario.host.shell("rm -f /home/deploy/.bashrc /home/deploy/.profile")
      #expect(run.exit == 0, "\(run.said)")
      #expect(again.exit == 3, "\(again.said)")
      #expect(try await scenario.host.page("/version") == "1.0")
    }
  }
}
