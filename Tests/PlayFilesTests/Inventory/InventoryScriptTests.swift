import Foundation
import PlayModel
import Testing

@testable import PlayFiles

@Suite struct InventoryScriptTests {
  private func load(_ script: String, deadline: Duration = .seconds(30)) throws(FileProblems) -> Inventory {
    let folder: TemporaryFolder
    do {
      folder = try TemporaryFolder(["inv": script], executable: ["inv"])
    } catch {
      throw FileProblems([])
    }
    return try InventoryLoader(directory: folder.path, scripts: .process(deadline: deadline)).load(["inv"])
  }

  private func problem(_ script: String, deadline: Duration = .seconds(30)) -> FileProblem? {
    do {
      _ = try load(script, deadline: deadline)
      return nil
    } catch {
      return error.all.first
    }
  }

  @Test func aFailureShowsWhatTheScriptSaid() {
    let found = problem("#!/bin/sh\necho 'token expired' >&2\nexit 7\n")
    #expect(found?.message == "the inventory script failed with exit code 7")
    #expect(found?.hint?.contains("token expired") == true)
    #expect(found?.position.file == "inv --list")
  }

  @Test func aScriptThatHangsIsEnded() {
    let found = problem("#!/bin/sh\necho waiting >&2\nexec sleep 600\n", deadline: .milliseconds(300))
    #expect(found?.message.contains("did not end within") == true)
  }

  @Test func aScriptWithoutInterpreterIsAProblem() {
    #expect(problem("#!/nonexistent/interpreter\n")?.message.contains("could not be started") == true)
  }

  @Test(arguments: [
    ("web: x", "did not print JSON", 1), ("[1]", "must print a JSON object", 1), ("", "printed nothing", 0),
    ("{\"web\": {\"hosts\": \"h1\"}}", "web.hosts must be a list", 1),
    ("{\"web\": {\"hosts\": [1]}}", "must be a text", 1),
    ("{\"web\": {\n\"vars\": []}}", "web.vars must be an object", 2),
    ("{\"web\": {\"children\": 1}}", "web.children must be a list", 1),
    ("{\"a\": {\"children\": [\"a\"]}}", "own child", 1),
    ("{\"_meta\": []}", "_meta must be an object", 1),
    ("{\"_meta\": {}}", "_meta.hostvars must be an object", 1),
    ("{\"_meta\": {\"hostvars\": {}, \"profile\": \"x\"}}", "profile", 1),
    ("{\"web\": [\"h\"], \"_meta\": {\"hostvars\": {\"h\": 1}}}", "variables of h must be an object", 1),
    ("{\"\": []}", "group's name is empty", 1), ("{\"w\": [\"\"]}", "host's name is empty", 1),
  ])
  func whatItPrintsIsChecked(output: String, message: String, line: Int) {
    let found = problem("#!/bin/sh\ncat <<'END'\n\(output)\nEND\n")
    #expect(found?.message.contains(message) == true, "\(found?.description ?? "no problem")")
    #expect(found?.position.line == line)
  }

  @Test func muchOutputOnBothStreamsArrivesWhole() throws {
    let script = """
      #!/bin/sh
      i=0
      while [ $i -lt 3000 ]; do echo "noise noise noise noise noise noise noise $i" >&2; i=$((i+1)); done
      printf '{"web": {"hosts": ['
      i=0
      while [ $i -lt 3000 ]; do printf '"host-with-a-long-name-%s", ' $i; i=$((i+1)); done
      printf '"last"]}, "_meta": {"hostvars": {}}}'
      """
    #expect(try load(script).hosts.count == 3001)
  }

  @Test func aTextFileWithAnExecutableBitIsReadAsText() throws {
    #expect(try load("[web]\nw1\n").members(of: "web") == ["w1"])
  }

  @Test func variablesComeWithTheirPlaceInTheOutput() throws {
    let inventory = try load(
      "#!/bin/sh\nprintf '{\"web\": {\"hosts\": [\"h\"], \"vars\": {\\n \"a\": 1}}, \"_meta\": {\"hostvars\": {}}}'\n"
    )
    let host = try #require(inventory.host("h"))
    #expect(
      inventory.assignment(of: "a", for: host)?.position
        == SourcePosition(file: "inv --list", line: 2, column: 2))
  }
}
