import Foundation
import Testing

/// Files to real hosts and back.
@Suite struct CopyTests {
  @Test func filesArriveWholeWithModeAndOwner() async throws {
    try await Scenario.on(2) { scenario in
      let bytes = Data((0..<300_000).map { UInt8(truncatingIfNeeded: $0 &* 7 &+ $0 >> 9) })
      try bytes.write(to: scenario.folder.appending(path: "file.bin"))
      let copied = try await scenario.program(
        "copy", "file.bin", "web:/root/x.bin", "-i", "inventory.ini", "--mode", "640", "--owner", "ops:docker"
      )
      #expect(copied.exit == 0, "\(copied.said)")
      #expect(copied.stderr.hasSuffix("2 ok\n"))
      for host in scenario.hosts {
        #expect(try await host.shell("stat -c '%a %U:%G %s' /root/x.bin") == "640 ops:docker 300000\n")
        let sum = try await host.shell("sha256sum </root/x.bin")
        let wanted = try await scenario.shell("sha256sum <file.bin").stdout
        #expect(sum == wanted)
        #expect(try await host.shell("ls -A /root | grep -c x.bin") == "1\n", "nothing is left beside it")
      }

      // Into a folder under its own name; as another user.
      let inside = try await scenario.program(
        "copy", "file.bin", "web:/tmp/", "-i", "inventory.ini", "--output", "json")
      #expect(inside.events("copy.result").allSatisfy { $0["path"] == "/tmp/file.bin" && $0["files"] == 1 })
      #expect(inside.events.count == 2, "\(inside.said)")

      let nowhere = try await scenario.program("copy", "file.bin", "web:/nowhere/x", "-i", "inventory.ini")
      #expect(nowhere.exit == 2)
      #expect(nowhere.stderr.contains("no such folder"), "\(nowhere.said)")
    }
  }

  @Test func foldersGoThereAndBack() async throws {
    try await Scenario.on(2) { scenario in
      try scenario.write("site/index", "hello\n")
      try scenario.write("site/sub dir/it's", "deep\n")
      try await scenario.eachHost { try await $0.shell("rm -rf /srv/site") }
      let refused = try await scenario.program("copy", "site", "web:/srv/", "-i", "inventory.ini")
      #expect(refused.exit == 65)
      #expect(refused.stderr.contains("add -r"))

      let there = try await scenario.program("copy", "-r", "site", "web:/srv/", "-i", "inventory.ini")
      #expect(there.exit == 0, "\(there.said)")
      let back = try await scenario.program("copy", "-r", "web:/srv/site", "got", "-i", "inventory.ini")
      #expect(back.exit == 0, "\(back.said)")
      for host in scenario.hosts {
        let place = scenario.folder.appending(path: "got/\(host.name)/site").path
        let difference = try await scenario.shell("diff -r site '\(place)' && echo same").stdout
        #expect(difference == "same\n")
        try await host.shell("rm -rf /srv/site")
      }

      let one = try await scenario.program("copy", "web:/etc/hostname", "names", "-i", "inventory.ini")
      #expect(one.exit == 0, "\(one.said)")
      for host in scenario.hosts {
        let file = scenario.folder.appending(path: "names/\(host.name)/hostname")
        #expect(try String(contentsOf: file, encoding: .utf8) == "\(host.name)\n")
      }
      let missing = try await scenario.program("copy", "web:/etc/nope", "names", "-i", "inventory.ini")
      #expect(missing.exit == 2)
      #expect(missing.stderr.contains("/etc/nope: there is no such file"))
      #expect(!FileManager.default.fileExists(atPath: scenario.folder.appending(path: "names/h1/nope").path))
    }
  }

  /// On a terminal a line says how far it has come, and is gone in the end.
  @Test func aTerminalShowsHowFarItIs() async throws {
    try await Scenario.on(1) { scenario in
      try scenario.write("file", String(repeating: "0123456789", count: 100_000))
      let host = scenario.hosts[0]
      let terminal = try PseudoTerminal(columns: 120, rows: 40)
      // Its folder takes long to be found, so that the line is seen however fast the link is.
      try await host.shell(
        "mkdir -p /tmp/slow && printf '#!/bin/sh\nsleep 2\nexec /usr/bin/stat \"$@\"\n' >/usr/local/bin/stat && chmod 755 /usr/local/bin/stat && head -c 1000 /dev/zero >/tmp/slow/zero"
      )
      let child = try scenario.start(
        ["copy", "web:/tmp/slow/zero", "got", "-i", "inventory.ini"], terminal: terminal)
      let ended = await child.ending()
      try await host.shell("rm -rf /tmp/slow /usr/local/bin/stat")
      #expect(ended.exit == 0, "\(terminal.text)")
      #expect(terminal.text.contains("0 of 1 hosts done, 0 bytes of 0 bytes"), "\(terminal.text)")
      #expect(
        terminal.text.contains("\r\u{1B}[Kh1: 1 file, 1.0 kB"),
        "nothing of the line is left: \(terminal.text)")
    }
  }

  @Test(arguments: [
    ["copy", "a", "b"], ["copy", "web:/a", "db:/b"], ["copy", "web:/a", "b", "--mode", "644"],
    ["copy", "a", "web:/b", "--mode", "999"],
  ])
  func wrongUsage(_ arguments: [String]) async throws {
    try await Scenario.on(1) { scenario in
      let child = try scenario.start(arguments + ["-i", "inventory.ini"])
      #expect(await child.ending().exit == 64)
    }
  }
}
