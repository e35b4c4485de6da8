import Foundation
import Testing

/// Ad hoc commands on real hosts.
@Suite struct ExecTests {
  private func exec(_ scenario: Scenario, _ arguments: String...) async throws -> RunResult {
    try await exec(scenario, arguments)
  }

  private func exec(_ scenario: Scenario, _ arguments: [String]) async throws -> RunResult {
    RunResult(await (try scenario.start(["exec", "web", "-i", "inventory.ini"] + arguments)).ending())
  }

  @Test func everyHostIsHeardAndCounted() async throws {
    try await Scenario.on(3) { scenario in
      let names = scenario.hosts.map(\.name).sorted()
      let all = try await exec(scenario, "--", "hostname; echo trouble >&2; printf end")
      #expect(all.exit == 0, "\(all.said)")
      #expect(
        all.stdout.split(separator: "\n").sorted().map(String.init)
          == names.flatMap { ["\($0): \($0)", "\($0): end"] }.sorted())
      for name in names { #expect(all.stderr.contains("\(name): trouble\n")) }
      #expect(all.stderr.hasSuffix("3 ok\n"))

      let mixed = try await exec(scenario, "--", "test $(hostname) != \(names[1])")
      #expect(mixed.exit == 2)
      #expect(mixed.stderr.contains("\(names[1]): exited with 1"))
      #expect(mixed.stderr.hasSuffix("2 ok, 1 failed\n"))

      let slow = try await exec(scenario, "--timeout", "1", "--", "sleep 30")
      #expect(slow.exit == 2)
      #expect(slow.stderr.hasSuffix("0 ok, 3 timed out\n"))

      let one = try await scenario.hosts[0].broken(.cut) {
        try await exec(scenario, "--connect-timeout", "2", "--", "true")
      }
      #expect(one.exit == 4)
      #expect(one.stderr.hasSuffix("2 ok, 1 unreachable\n"), "\(one.said)")
    }
  }

  @Test func whoDidWhatIsRecorded() async throws {
    try await Scenario.on(2) { scenario in
      let names = scenario.hosts.map(\.name).sorted()
      _ = try await exec(scenario, "--", "exit $(hostname | tr -dc 0-9)")
      _ = try await exec(scenario, "--no-record", "--", "true")
      try scenario.write("motd", "hello\n")
      _ = try await scenario.program("copy", "motd", "web:/tmp/motd", "-i", "inventory.ini")
      _ = try await scenario.program("copy", "web:/tmp/motd", "back", "-i", "inventory.ini")

      let records = try await scenario.program("history", "--ad-hoc", "--output", "json")
      // What only fetches changes nothing.
      #expect(records.events.count == 2, "\(records.said)")
      let copied = records.events[0]
      #expect(copied["command"].text?.contains("copy motd web:/tmp/motd") == true)
      let command = records.events[1]
      #expect(command["command"].text?.contains("exit $(hostname") == true)
      let results = command["results"].items
      #expect(results.compactMap { $0["host"].text }.sorted() == names)
      for result in results {
        let number = result["host"].text.flatMap { Int($0.filter(\.isNumber)) }
        #expect(result["exit"].int == number, "\(records.stdout)")
      }
      let table = try await scenario.program("history", "--ad-hoc")
      #expect(table.stdout.contains("2 failed ("), "\(table.stdout)")
      #expect(try await scenario.program("history").stdout == "No runs.\n")
    }
  }

  /// A host's terminal on this one: keys, window size, Ctrl-C for what runs there, and everything as before after.
  @Test func oneHostHasTheTerminal() async throws {
    try await Scenario.on(2) { scenario in
      let name = scenario.hosts[0].name
      let terminal = try PseudoTerminal(columns: 91, rows: 33)
      let before = try await scenario.shell("stty -g -F \(terminal.path)")
      let child = try scenario.start(
        [
          "exec", "-it", name, "-i", "inventory.ini", "--",
          "tty; stty size; while read -r word; do eval \"$word\"; done",
        ],
        environment: ["TERM": "vt220"], terminal: terminal)
      func shows(_ text: String) async throws {
        _ = try await eventually(text) { terminal.text.contains(text) ? true : nil }
      }
      try await shows("33 91")
      terminal.press("echo $TERM-$(hostname)\r")
      try await shows("vt220-\(name)")
      terminal.resize(columns: 70, rows: 20)
      _ = try await eventually("the new size") {
        terminal.press("stty size\r")
        return terminal.text.contains("20 70") ? true : nil
      }
      // Ctrl-C is a key here: it ends what runs on the host, not this program.
      terminal.press("trap 'echo caught-$((1+1))' INT; echo armed-$((1+1)); sleep 60\r")
      try await shows("armed-2")
      terminal.press("\u{03}")
      try await shows("caught-2")
      terminal.press("exit 3\r")
      let ending = await child.ending()
      #expect(ending.exit == 2, "\(terminal.text)")
      #expect(try await scenario.shell("stty -g -F \(terminal.path)").stdout == before.stdout)

      let many = try await exec(scenario, "-it", "--", "true")
      #expect(many.exit == 64)
      #expect(many.stderr.contains("one host's terminal"), "\(many.stderr)")
    }
  }

  @Test func hostsThatSayTheSameAreShownOnce() async throws {
    try await Scenario.on(3) { scenario in
      let names = scenario.hosts.map(\.name).sorted()
      let line = "seq 1 20; test $(hostname) != \(names[1]) || { echo more; exit 3; }"
      let gathered = try await exec(scenario, "--gather", "--", line)
      #expect(gathered.exit == 2)
      let numbers = (1...20).map { "\($0)\n" }.joined()
      #expect(
        gathered.stdout == "h[1,3] (2)\n\(numbers)\nh2  exited with 3\n\(numbers)more\n",
        "\(gathered.stdout)")
      let difference = try await exec(scenario, "--diff", "--", line)
      #expect(difference.stdout.contains("h2  exited with 3\n@@ -18,4 +18,5 @@\n 18\n 19\n 20\n+more\n"))

      let set = try await scenario.program("exec", "h[1-3]", "-i", "inventory.ini", "--hosts")
      #expect(set.stdout == "h[1-3]\n", "\(set.said)")
    }
  }

  @Test func argumentsDirectoryVariablesAndInputArriveAsGiven() async throws {
    try await Scenario.on(2) { scenario in
      let words = ["a  b", "it's", "$HOME `id` \\", "new\nline", "é漢", "*", ""]
      let json = try await exec(scenario, ["--output", "json", "--", "printf", "%s|"] + words)
      for event in json.events("exec.result") {
        #expect(event["stdout"].text == words.map { $0 + "|" }.joined())
      }
      #expect(json.events.count == 2)

      let bytes = try await exec(scenario, "--output", "json", "--", "printf '\\377\\n'")
      #expect(bytes.events.first?["stdout_base64"].text == "/wo=")

      let placed = try await exec(
        scenario, "--cwd", "/var/tmp", "--env", "A=x 'y'", "--", "pwd; echo \"$A\"")
      #expect(placed.stdout.contains(": /var/tmp\n") && placed.stdout.contains(": x 'y'\n"), "\(placed.said)")
      let nowhere = try await exec(scenario, "--cwd", "/nowhere", "--", "echo reached")
      #expect(nowhere.exit == 2)
      #expect(!nowhere.said.contains("reached"))

      let file = try scenario.write("input", "one\ntwo\n")
      let folder = scenario.folder.appending(path: "out").path
      let shell = try await scenario.shell(
        "\"$SWIFTPLAY_BIN\" exec web -i inventory.ini --stdin --out-dir '\(folder)' -- 'cat; echo done >&2' "
          + "<'\(file.path)'")
      #expect(shell.exit == 0, "\(shell.stderr)")
      for host in scenario.hosts {
        let base = "\(folder)/\(host.name)"
        #expect(try String(contentsOfFile: base + ".out", encoding: .utf8) == "one\ntwo\n")
        #expect(try String(contentsOfFile: base + ".err", encoding: .utf8) == "done\n")
        let mode = try FileManager.default.attributesOfItem(atPath: base + ".out")[.posixPermissions] as? Int
        #expect(mode == 0o600)
      }
    }
  }

  /// Whatever bytes an argument has, but the one that ends it.
  @Test func anyBytesArriveAsTheyWere() async throws {
    try await Scenario.on(1) { scenario in
      let special = Array("'\"\\$`\n\r\t *?[]{}~#;&|<>()!-=%\u{7F}".utf8)
      let words = (0..<300).map { _ in
        (0..<Int.random(in: 0...30)).map { _ in
          Bool.random() ? special.randomElement() ?? 0x27 : UInt8.random(in: 1...255)
        }
      }
      try Data(words.flatMap { $0 + [0] }).write(to: scenario.folder.appending(path: "words"))
      let program = "for word; do printf %s \"$word\" | od -An -v -tx1 | tr -d \" \\n\"; echo; done"
      let result = try await scenario.shell(
        "xargs -0 -a words \"$SWIFTPLAY_BIN\" exec web -i inventory.ini --output json -- sh -c '\(program)' -"
      )
      let told = result.events("exec.result").first?["stdout"].text ?? ""
      let lines = told.split(separator: "\n", omittingEmptySubsequences: false).dropLast().map(String.init)
      let hex = words.map { word in
        word.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
      }
      #expect(lines == hex, "\(result.stderr)")
    }
  }

  @Test func commandsInsideAServicesContainer() async throws {
    try await Scenario.on(2) { scenario in
      try scenario.write(PlayText())
      #expect(try await scenario.deploy("1.0").exit == 0)
      let inside = try await exec(
        scenario, "--service", "web", "--gather", "--", "echo $VERSION; ls /bin/shop")
      #expect(inside.exit == 0, "\(inside.said)")
      #expect(inside.stdout.hasSuffix(" (2)\n1.0\n/bin/shop\n"), "\(inside.stdout)")
      let exact = try await exec(
        scenario, "--service", "web", "--env", "A=b", "--", "sh", "-c", "echo \"$A\" \"$1\"", "-", "c d")
      #expect(exact.stdout.contains(": b c d\n"), "\(exact.said)")
      let heard = try await scenario.shell(
        "seq 1 100000 | \"$SWIFTPLAY_BIN\" exec web -i inventory.ini --service web --stdin --gather -- 'wc -l; exit 3'"
      )
      #expect(heard.exit == 2)
      #expect(heard.stdout.contains("100000\n"), "\(heard.said)")
      // Without a pattern it is where the service runs.
      try await scenario.hosts[1].docker("stop", "web")
      let there = try await scenario.program(
        "exec", "-i", "inventory.ini", "--service", "web", "--timeout", "1m", "--", "echo $VERSION")
      #expect(there.exit == 0, "\(there.said)")
      #expect(there.stdout == "\(scenario.hosts[0].name): 1.0\n")
      let nowhere = try await scenario.program(
        "exec", "-i", "inventory.ini", "--service", "nope", "--", "true")
      #expect(nowhere.exit == 2)
      #expect(nowhere.stderr.contains("no container of the service nope is running on"), "\(nowhere.said)")
      let none = try await exec(scenario, "--service", "nope", "--", "true")
      #expect(none.exit == 2)
      #expect(none.stderr.contains("no container of the service nope is running"))
    }
  }

  /// The engine does not end what its client has left behind.
  @Test(arguments: ["root", "deploy"])
  func interruptingEndsWhatRunsInAContainer(_ user: String) async throws {
    try await Scenario.on(1) { scenario in
      try scenario.write(PlayText())
      #expect(try await scenario.deploy("1.0").exit == 0)
      try scenario.write("inventory.ini", scenario.inventory(user: user))
      let child = try scenario.start(
        ["exec", "-i", "inventory.ini", "--service", "web", "--", "trap '' TERM; sleep 4321; sleep 4321"])
      func sleepers() async throws -> Int {
        let processes = try await scenario.hosts[0].docker("top", "web")
        return processes.split(separator: "\n").count { $0.contains("sleep 4321") }
      }
      _ = try await eventually("the command runs") { try await sleepers() > 0 ? true : nil }
      child.signal(SIGINT)
      #expect(await child.ending().exit == 130)
      #expect(try await sleepers() == 0)

      // A closed window is a signal, too.
      let terminal = try PseudoTerminal()
      let shown = try scenario.start(
        ["exec", "-it", scenario.hosts[0].name, "-i", "inventory.ini", "--service", "web"], terminal: terminal
      )
      _ = try await eventually("the shell answers") {
        terminal.press("sleep 4321; echo end-$((1+1))\r")
        return try await sleepers() > 0 ? true : nil
      }
      shown.signal(SIGHUP)
      _ = await shown.ending()
      _ = try await eventually("nothing is left") { try await sleepers() == 0 ? true : nil }
    }
  }

  @Test func enterSaysWhoIsRunningAndInterruptingKeepsWhatCame() async throws {
    try await Scenario.on(2) { scenario in
      let terminal = try PseudoTerminal()
      let fast = scenario.hosts[0].name
      let child = try scenario.start(
        ["exec", "web", "-i", "inventory.ini", "--", "echo begun; test $(hostname) = \(fast) || sleep 600"],
        terminal: terminal)
      _ = try await eventually("both hosts have begun and one is done") {
        terminal.press("\n")
        return terminal.text.contains("1 of 2 done") ? true : nil
      }
      let slow = scenario.hosts[1].name
      #expect(terminal.text.contains("running: \(slow)"))
      terminal.press("\u{03}")
      let ending = await child.ending()
      #expect(ending.exit == 130)
      #expect(terminal.text.contains("not finished: \(slow)"), "\(terminal.text)")
      #expect(terminal.text.ranges(of: "begun").count >= 2)
      _ = try await eventually("what ran there is ended") {
        try await scenario.hosts[1].shell("pgrep -f '[s]leep 600' | wc -l") == "0\n" ? true : nil
      }
    }
  }
}
