import Foundation
import PlayModel
import Testing

@testable import PlayFiles

/// Made-up inventories, answered by this project and by Ansible itself.
///
/// Recorded answers (`InventoryFixtureTests`) stand in where Ansible is not installed; here it is asked,
/// about as many cases as `SWIFTPLAY_COMPARE_CASES` says, from the seed `SWIFTPLAY_COMPARE_SEED`.
@Suite(.enabled(if: AnsibleOracle.folder != nil, "Ansible 2.19 is not installed"), .serialized)
struct LiveAnsibleTests {
  private static func number(_ name: String, default fallback: Int) -> Int {
    ProcessInfo.processInfo.environment[name].flatMap(Int.init) ?? fallback
  }

  @Test func randomInventoriesResolveAlike() throws {
    let oracle = try AnsibleOracle()
    let first = Self.number("SWIFTPLAY_COMPARE_SEED", default: 1)
    let count = Self.number("SWIFTPLAY_COMPARE_CASES", default: 60)
    let folder = FileManager.default.temporaryDirectory.path + "/swiftplay-compare-\(UUID().uuidString)"
    defer { try? FileManager.default.removeItem(atPath: folder) }
    var differences = 0
    var errors = 0
    var stricter = 0
    var compared = 0
    for seed in first..<(first + count) {
      let made = try RandomInventory(seed: UInt64(seed), in: folder)
      let question: Value = [
        "directory": .string(folder), "inventories": .list(made.inventories.map { .string($0) }),
        "playbook_dir": nil, "graph_vars": false,
        "patterns": .list(
          made.patterns.map {
            ["pattern": .string($0.pattern), "limit": $0.limit.map { .string($0) } ?? .null]
          }),
      ]
      let theirs = try oracle.ask(question)
      let loader = InventoryLoader(directory: folder)
      let ours = OwnAnswer(
        loader: loader, inventories: made.inventories, patterns: made.patterns, graphVariables: false)
      if theirs["error"] != nil || theirs["vault"] != nil, ours.problems != nil {
        errors += 1
        continue
      }
      if Difference.isDeliberate(ours: ours, theirs: theirs) {
        stricter += 1
        continue
      }
      if let difference = Difference.first(ours: ours, theirs: theirs, made.patterns) {
        differences += 1
        Issue.record("seed \(seed): \(difference)\n\(made.description)")
        if differences >= 5 { break }
      }
      compared += 1
    }
    print(
      "compared \(compared) inventories, \(errors) of them wrong for both, \(stricter) for us only, on purpose"
    )
  }

  @Test func literalsReadAlike() throws {
    let oracle = try AnsibleOracle()
    var random = SeededGenerator(seed: UInt64(Self.number("SWIFTPLAY_COMPARE_SEED", default: 1)))
    var texts = RandomInventory.literals
    let pieces =
      RandomInventory.literals + [
        ",", " ", "[", "]", "(", ")", "{", "}", ":", "'", "\"", "-", "+", "j", "_", ".", "e", "\\", "#",
      ]
    for _ in 0..<(Self.number("SWIFTPLAY_COMPARE_CASES", default: 60) * 20) {
      texts.append((0..<random.int(1...6)).map { _ in random.pick(pieces) }.joined())
    }
    let answers = try #require(
      try oracle.ask(["literals": .list(texts.map { .string($0) })])["literals"]?.items)
    for (text, answer) in zip(texts, answers) {
      var ours: Value?
      do throws(FileProblem) {
        ours = try INIValue.read(text, at: SourcePosition(file: "t"))
      } catch {
        ours = nil
      }
      guard ours?.jsonText() != answer["value"]?.jsonText() else { continue }
      Issue.record("\(text) is \(ours?.jsonText() ?? "an error"), for Ansible \(answer.jsonText())")
    }
  }

  @Test func yamlScalarsReadAlike() throws {
    let oracle = try AnsibleOracle()
    var random = SeededGenerator(seed: UInt64(Self.number("SWIFTPLAY_COMPARE_SEED", default: 1)))
    let pieces =
      Array("0123456789+-._:eExobaftnyTZ '\"~").map(String.init) + [
        "yes", "no", "2001-01-02", "1:30", "0x", "inf", "nan",
      ]
    for index in 0..<(Self.number("SWIFTPLAY_COMPARE_CASES", default: 60) * 10) {
      let text =
        index < RandomInventory.yamlValues.count
        ? RandomInventory.yamlValues[index]
        : (0..<random.int(1...6)).map { _ in random.pick(pieces) }.joined()
      let document = "k: \(text)\n"
      let theirs = try oracle.ask(["yaml": .string(document)])
      let ours = try? DataFile.read(document, name: "t.yml")?.ansibleValue
      // Encrypted values are refused here.
      let known = theirs["vault"] != nil ? nil : theirs["yaml"]?.jsonText()
      guard ours?.jsonText() != known else { continue }
      Issue.record("\(document) is \(ours?.jsonText() ?? "an error"), for Ansible \(theirs.jsonText())")
    }
  }
}

/// What two answers disagree on.
enum Difference {
  /// Where this project refuses what Ansible does not look at, or cannot print: files of variables of
  /// groups without hosts, bytes, encrypted values that other ones hide.
  static func isDeliberate(ours: OwnAnswer, theirs: Value) -> Bool {
    guard let problems = ours.problems, let list = theirs["list"] else { return false }
    if problems.contains("!!binary") || problems.contains("Ansible Vault") { return true }
    func hasHosts(_ group: String) -> Bool {
      list[group]?["hosts"] != nil
        || (list[group]?["children"]?.items ?? []).contains { hasHosts($0.text ?? "") }
    }
    return problems.split(separator: "\n").filter { !$0.hasPrefix(" ") }.allSatisfy { problem in
      guard let match = problem.firstMatch(of: /group_vars\/([a-z0-9_-]+|a\.b)[.\/:]/) else { return false }
      return !hasHosts(String(match.1))
    }
  }

  static func first(ours: OwnAnswer, theirs: Value, _ patterns: [Fixture.Question]) -> String? {
    if let problems = ours.problems { return "we refuse it: \(problems)" }
    if let error = theirs["error"] { return "Ansible refuses it: \(error.jsonText())" }
    for key in ["list", "graph", "graph_vars"] {
      guard let theirs = theirs[key], let mine = ours.value[key] else { continue }
      if mine.jsonText() != theirs.jsonText() {
        return
          "\(key) is\n\(mine.text ?? mine.jsonText(indent: 1))\nfor Ansible\n\(theirs.text ?? theirs.jsonText(indent: 1))"
      }
    }
    for (index, pattern) in patterns.enumerated() {
      guard let mine = ours.value["patterns"]?.items?[index], let theirs = theirs["patterns"]?.items?[index],
        mine != theirs
      else { continue }
      return "the pattern \(pattern) gives \(mine.jsonText()), for Ansible \(theirs.jsonText())"
    }
    return nil
  }
}
