import Foundation
import PlayModel
import Testing

@testable import PlayRunner

/// What the script does to the lines of a file, in a shell.
@Suite struct NginxScriptTests {
  private static let text = """
    # the shop
    upstream web {
      least_conn;
      server 10.0.0.1:8080 weight=5 max_fails=2;   # rack 1
      server 10.0.0.2:8080;
      server\tten:80 down; # broken
    }
    upstream api
    {
      server 10.0.0.1:9000;
      server 10.0.0.2:9000 backup ;
    }
    """ + "\n"

  /// The function `scan` on a file.
  private func scan(
    _ arguments: [String], server: String, lone: String = "", text: String = text
  ) throws -> (text: String, code: Int32) {
    let folder = FileManager.default.temporaryDirectory.appending(path: "nginx-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appending(path: "web.conf")
    try text.write(to: file, atomically: true, encoding: .utf8)
    let script = """
      real=\(file.path) server=\(server) lone=\(lone); export server lone
      \(NginxDriver.functions)
      scan \(arguments.joined(separator: " "))
      """
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    process.arguments = ["-c", script]
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    let data = try output.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    return (
      String(decoding: data, as: UTF8.self).replacing(file.path, with: "FILE"), process.terminationStatus
    )
  }

  @Test func listsABackend() throws {
    let web = try scan(["list", "0", "web"], server: "10.0.0.1")
    #expect(
      web.text == "10.0.0.1:8080 ready 5 own\n10.0.0.2:8080 ready 1 other\nten:80 maint 1 other\n")
    #expect(web.code == 0)
    let api = try scan(["list", "0", "api"], server: "10.0.0.2:9000")
    #expect(api.text == "10.0.0.1:9000 ready 1 other\n10.0.0.2:9000 ready 1 own\n")
  }

  @Test(arguments: ["10.0.0.1:8080", "10.0.0.2", "10.0.0.1"])
  func takesOutAndGivesBackLetterByLetter(_ server: String) throws {
    let out = try scan(
      ["drain", "0", "web", "api"].filter { server != "10.0.0.1:8080" || $0 != "api" }, server: server)
    #expect(out.code == 0)
    let changed = zip(out.text.split(separator: "\n"), Self.text.split(separator: "\n")).filter(!=)
    #expect(changed.count == (server == "10.0.0.1:8080" ? 1 : 2), "\(out.text)")
    #expect(changed.allSatisfy { $0.0.contains(" down; # swiftplay: drained") }, "\(out.text)")
    let again = try scan(["drain", "0", "web"], server: server, text: out.text)
    #expect(again.text == out.text)
    let listed = try scan(["list", "0", "web"], server: server, text: out.text)
    #expect(listed.text.contains(" drain "))
    let backends = server == "10.0.0.1:8080" ? ["web"] : ["web", "api"]
    let back = try scan(["ready", "0"] + backends, server: server, text: out.text)
    #expect(back.text == Self.text)
  }

  @Test func whatSomebodyElseHasMarkedIsLeftAlone() throws {
    #expect(try scan(["drain", "0", "web"], server: "ten").text == Self.text)
    let ready = try scan(["ready", "0", "web"], server: "ten")
    #expect(ready.text == Self.text.replacing("ten:80 down; # broken", with: "ten:80; # broken"))
  }

  @Test func weighs() throws {
    let light = try scan(["weigh", "3", "web"], server: "10.0.0.1")
    #expect(light.text == Self.text.replacing("weight=5 max_fails=2;", with: "max_fails=2 weight=3;"))
    let heavy = try scan(["weigh", "7", "web"], server: "10.0.0.2")
    #expect(heavy.text == Self.text.replacing("10.0.0.2:8080;", with: "10.0.0.2:8080 weight=7;"))
    #expect(try scan(["weigh", "1", "web"], server: "10.0.0.2", text: heavy.text).text == Self.text)
  }

  @Test func aFileOfServersIsTheOnlyBackends() throws {
    let lines = "server 10.0.0.1:80;\nserver 10.0.0.2:80;\n"
    let found = try scan(["list", "0", "web"], server: "10.0.0.1", lone: "web", text: lines)
    #expect(found.text == "10.0.0.1:80 ready 1 own\n10.0.0.2:80 ready 1 other\n")
    #expect(try scan(["list", "0", "web"], server: "10.0.0.1", text: lines).code == 3)
  }

  private static let faults: [(String, String, String)] = [
    ("10.0.0.9", text, "No such server: web/10.0.0.9 in FILE"),
    ("a", "upstream web { server a:1; }\n", "FILE:1: more on one line than the name of an upstream"),
    (
      "a", "upstream web {\n server a:1; server b:1;\n}\n",
      "FILE:2: not one whole server line: server ADDRESS ...;"
    ),
    (
      "a", "upstream web {\n server a:1\n down;\n}\n",
      "FILE:2: not one whole server line: server ADDRESS ...;"
    ),
    ("a", "upstream web {\n server a:1;\n server a:2;\n}\n", "FILE:3: a stands twice in web"),
  ]

  @Test(arguments: faults.indices)
  func whatCannotBeReadIsRefused(_ index: Int) throws {
    let (server, text, words) = Self.faults[index]
    for act in ["list", "drain"] {
      let said = try scan([act, "0", "web"], server: server, text: text)
      #expect(said.code != 0)
      #expect(said.text.split(separator: "\n").last.map(String.init) == words, "\(said.text)")
    }
  }
}
