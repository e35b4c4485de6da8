import Testing

/// A file with a mistake in it: exit 65, one clear message with its place, and no host is ever asked.
@Suite struct BadFileTests {
  struct Mistake: Sendable, CustomStringConvertible {
    let name: String
    let yaml: String
    /// `line:column`, or nothing where a whole file is wrong.
    let place: String
    let words: [String]

    var description: String { name }
  }

  /// Addresses nobody has (RFC 5737): a connection to them could only fail, and later.
  private static let inventory = """
    [web]
    w1 ansible_host=192.0.2.1
    w2 ansible_host=192.0.2.2
    """

  @Test(arguments: mistakes) func isRefusedBeforeTheFirstConnection(_ mistake: Mistake) async throws {
    try await Scenario.on(0) { scenario in
      try scenario.write("inventory.ini", Self.inventory)
      try scenario.write("bad.yml", mistake.yaml)
      let run = try await scenario.program("run", "bad.yml", "-i", "inventory.ini", "--output", "json")
      #expect(run.exit == 65, "\(run.said)")
      #expect(run.stdout.isEmpty)
      let place = mistake.place.isEmpty ? "bad.yml: " : "bad.yml:\(mistake.place): "
      #expect(run.stderr.hasPrefix(place), "\(run.stderr)")
      for word in mistake.words { #expect(run.stderr.contains(word), "\(run.stderr)") }

      let validation = try await scenario.program("validate", "bad.yml", "-i", "inventory.ini")
      #expect(validation.exit == 65)
      #expect(validation.stderr == run.stderr)
    }
  }

  @Test func everyProblemOfAFileIsToldAtOnce() async throws {
    try await Scenario.on(0) { scenario in
      try scenario.write("inventory.ini", Self.inventory)
      try scenario.write(
        "bad.yml",
        """
        - name: shop
          hosts: web
          services:
            web: {image: "a:1", restrat: always, mem_limit: 8gigs}
        """)
      let run = try await scenario.program("run", "bad.yml", "-i", "inventory.ini")
      #expect(run.exit == 65)
      #expect(run.stderr.contains("bad.yml:4:25: "))
      #expect(run.stderr.contains("did you mean \"restart\"?"))
      #expect(run.stderr.contains("8gigs"))
      #expect(run.stderr.contains("nothing was changed"))
    }
  }

  @Test func missingFilesAreNamed() async throws {
    try await Scenario.on(0) { scenario in
      try scenario.write("inventory.ini", Self.inventory)
      try scenario.write(PlayText())
      let playbook = try await scenario.program("run", "nowhere.yml", "-i", "inventory.ini")
      #expect(playbook.exit == 65)
      #expect(playbook.stderr.contains("nowhere.yml"))
      let inventory = try await scenario.program("run", "deploy.yml", "-i", "nowhere")
      #expect(inventory.exit == 65)
      #expect(inventory.stderr.contains("nowhere: there is no such inventory"))
    }
  }

  @Test func limitThatMatchesNothingIsNamed() async throws {
    try await Scenario.on(0) { scenario in
      try scenario.write("inventory.ini", Self.inventory)
      try scenario.write("deploy.yml", PlayText(services: [ServiceText(image: "a:1")]))
      let run = try await scenario.program("run", "deploy.yml", "-i", "inventory.ini", "--limit", "w3")
      #expect(run.exit == 65, "\(run.said)")
      #expect(run.stderr.contains("w3"))
    }
  }

  @Test(arguments: [
    [], ["run"], ["frobnicate"], ["run", "deploy.yml"],
    ["run", "deploy.yml", "-i", "inventory.ini", "--frok"],
    ["plan", "deploy.yml", "-i", "inventory.ini", "--forks", "0"], ["exec", "web", "-i", "inventory.ini"],
    ["run", "deploy.yml", "-i", "inventory.ini", "--output", "xml"],
  ])
  func wrongUsageIsAnotherExitCode(_ arguments: [String]) async throws {
    try await Scenario.on(0) { scenario in
      try scenario.write("inventory.ini", Self.inventory)
      try scenario.write("deploy.yml", PlayText(services: [ServiceText(image: "a:1")]))
      let run = RunResult(await (try scenario.start(arguments)).ending())
      // Without any word the program tells what it can do.
      #expect(run.exit == (arguments.isEmpty ? 0 : 64), "\(run.said)")
      #expect(run.said.lowercased().contains("usage: swiftplay"))
    }
  }
}
