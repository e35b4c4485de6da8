import Foundation
import PlayModel
import Testing

@testable import PlayFiles

/// Every parser of this room, fed with broken texts: it ends, and what it refuses has a place.
///
/// `SWIFTPLAY_FUZZ_ITERATIONS` texts each, from the seed `SWIFTPLAY_FUZZ_SEED`.
@Suite struct ParserFuzzTests {
  static let iterations =
    ProcessInfo.processInfo.environment["SWIFTPLAY_FUZZ_ITERATIONS"].flatMap(Int.init) ?? 400
  static let seed = ProcessInfo.processInfo.environment["SWIFTPLAY_FUZZ_SEED"].flatMap(UInt64.init) ?? 1

  private static let corpus: [String] =
    Fixture.names.flatMap { name -> [String] in
      let folder = Fixture.folder + "/" + name
      let paths = FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? []
      return paths.sorted().filter { !$0.hasSuffix("expected.json") }
        .compactMap { try? String(contentsOfFile: folder + "/" + $0, encoding: .utf8) }
    } + RandomInventory.literals + RandomInventory.yamlValues

  private static let tokens = [
    "[", "]", "{", "}", "(", ")", ":", ",", "-", "\"", "'", "#", "=", "\n", "\r\n", " ", "\t", "&a", "*a",
    "<<:", "!!int", "!vault", "|",
    ">", "?", "~", "%", "@", "\\", "\\x", "\\u12", "\\N{", "..", "[1:", "9999999999999999999", "\u{0}",
    "\u{FEFF}", "\u{85}", "\u{2028}", "é",
    "e\u{301}", "🚀", "---", "...", "- ", "{{", "}}", ":children]", "[a:vars]", "1e999", "0x", "1_", "b'", "&",
    "!", "[-1]", "~(", "[0:0]",
  ]

  /// A text made by cutting, repeating and sprinkling others.
  private static func text(_ random: inout SeededGenerator) -> String {
    var scalars = Array(random.pick(corpus).unicodeScalars.prefix(2000))
    for _ in 0..<random.int(1...6) {
      let place = scalars.isEmpty ? 0 : random.int(0...scalars.count)
      switch random.int(0...5) {
      case 0: scalars.insert(contentsOf: Array(random.pick(tokens).unicodeScalars), at: place)
      case 1:
        let end = min(scalars.count, place + random.int(0...20))
        scalars.removeSubrange(place..<end)
      case 2:
        let part = Array(scalars[place..<min(scalars.count, place + random.int(0...40))])
        scalars.insert(contentsOf: part, at: scalars.isEmpty ? 0 : random.int(0...scalars.count))
      case 3:
        let token = Array(random.pick(tokens).unicodeScalars)
        for _ in 0..<random.int(1...300) { scalars.insert(contentsOf: token, at: place) }
      case 4: scalars += Array(random.pick(corpus).unicodeScalars.prefix(200))
      default:
        if place < scalars.count { scalars[place] = Unicode.Scalar(UInt32(random.int(1...0x2FF))) ?? "x" }
      }
    }
    return PythonText.string(scalars)
  }

  private func fuzz(_ name: String, _ parse: (String) throws(FileProblem) -> Void) {
    var random = SeededGenerator(seed: Self.seed)
    for _ in 0..<Self.iterations {
      let text = Self.text(&random)
      do throws(FileProblem) {
        try parse(text)
      } catch {
        let lines =
          text.unicodeScalars.filter {
            "\n\r\u{B}\u{C}\u{1C}\u{1D}\u{1E}\u{85}\u{2028}\u{2029}".unicodeScalars.contains($0)
          }.count + 1
        #expect(error.position.file == "fuzz", "\(name): \(text.debugDescription)")
        #expect(
          (0...lines + 1).contains(error.position.line), "\(name): \(error) in \(text.debugDescription)")
        #expect(!error.message.isEmpty)
      }
    }
  }

  @Test func yaml() {
    fuzz("yaml") { (text) throws(FileProblem) in _ = try YAMLReader.read(text, file: "fuzz")?.value }
  }

  @Test func json() {
    fuzz("json") { (text) throws(FileProblem) in _ = try JSONReader.read(text, file: "fuzz").value }
  }

  @Test func iniInventories() {
    fuzz("ini") { (text) throws(FileProblem) in
      _ = try INIInventoryReader.read(Data(text.utf8), name: "fuzz", into: InventoryBuilder())
    }
  }

  @Test func yamlInventories() {
    fuzz("yaml inventory") { (text) throws(FileProblem) in
      _ = try YAMLInventoryReader.read(text, name: "fuzz", into: InventoryBuilder())
    }
  }

  @Test func literals() {
    fuzz("literal") { (text) throws(FileProblem) in
      _ = try INIValue.read(String(text.prefix(300)), at: SourcePosition(file: "fuzz", line: 1, column: 1))
    }
  }

  @Test func hostNames() {
    fuzz("host names") { (text) throws(FileProblem) in
      _ = try? HostNames(String(text.prefix(60)))
      _ = HostAddress(text, allowRanges: true)
      _ = try? ShellWords.split(text.unicodeScalars, comments: true)
    }
  }

  @Test func patterns() throws {
    let folder = try TemporaryFolder(["hosts": "[web]\nw[1:3]\n[db]\nd1\n"])
    let inventory = try InventoryLoader(directory: folder.path).load(["hosts"])
    fuzz("pattern") { (text) throws(FileProblem) in
      _ = try? HostPattern(String(text.prefix(80))).resolve(in: inventory)
    }
  }

  @Test func scripts() {
    fuzz("script") { (text) throws(FileProblem) in
      let runner = InventoryScriptRunner { (_, arguments, _) throws(InventoryScriptRunner.Failure) in
        InventoryScriptRunner.Output(stdout: Data(arguments == ["--list"] ? text.utf8 : "{}".utf8))
      }
      let script = InventoryScript(path: "/x", name: "fuzz", directory: "/", runner: runner)
      do throws(FileProblem) {
        _ = try ScriptInventoryReader.read(script, into: InventoryBuilder())
      } catch {
        // The command line is the file of such a position.
        #expect(error.position.file.hasPrefix("fuzz --"))
      }
    }
  }
}
