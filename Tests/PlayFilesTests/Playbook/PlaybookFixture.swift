import PlayModel
import Testing

@testable import PlayFiles

/// A playbook in memory with an inventory in memory: what most tests of playbooks need.
struct PlaybookFixture {
  var files: [String: String] = [:]
  var hosts: [HostName] = ["h1", "h2", "h3"]
  var variables: [HostName: [String: Value]] = [:]
  var shared: [String: Value] = [:]
  /// Where shared variables are set, if the inventory tells.
  var definitions: [String: SourcePosition] = [:]
  var extra: [String] = []
  var limit: Set<HostName>?
  /// Beside all, web and ungrouped.
  var groups: [String: [HostName]] = [:]

  init(_ playbook: String = "") { files["site.yml"] = playbook }

  /// A play whose one service has these keys. They start at line 5, column 7.
  init(service keys: String) {
    self.init(Self.play(service: keys))
  }

  static func play(service keys: String, rollout: String = "{}") -> String {
    "- hosts: web\n  rollout: \(rollout)\n  services:\n    web:\n" + keys.indented(by: 6) + "\n"
  }

  var access: FileAccess {
    FileAccess { [files] path throws(FileAccess.Failure) in
      guard let text = files[path] else { throw .missing }
      return text
    }
  }

  var facts: InventoryFacts {
    InventoryFacts(
      hosts: { [hosts] pattern, position throws in
        switch pattern {
        case "web", "all": return hosts
        case "none": return []
        case "bad[": throw FileProblem(at: position, "the pattern is bad")
        default: return hosts.filter { $0.text == pattern }
        }
      },
      variables: { [variables, shared] host in
        shared.merging(variables[host] ?? [:], uniquingKeysWith: { _, own in own })
      },
      definition: { [definitions] name, _ in definitions[name] },
      groups: ["all": hosts, "web": hosts, "ungrouped": []].merging(groups) { _, own in own }, limit: limit)
  }

  func resolve(windows: [String] = []) throws -> ResolvedPlaybooks {
    let extra = try ExtraVariables(extra, files: access)
    return try PlaybookResolver(
      inventory: facts, extraVariables: extra, runID: "20261122-162030-k3f9", files: access,
      windows: windows
    ).resolve(PlaybookLoader(files: access).load(["site.yml"]))
  }

  /// The problems as they are printed; empty when there are none.
  func problems() throws -> [String] {
    do {
      _ = try resolve()
      return []
    } catch let problems as FileProblems {
      return problems.all.map(\.description)
    }
  }

  /// The one service of the one play, on its first host.
  func service() throws -> ServiceSpec {
    let play = try #require(try resolve().plays.first)
    return try #require(play.hosts.first?.services.first)
  }
}

extension String {
  func indented(by spaces: Int) -> String {
    split(separator: "\n", omittingEmptySubsequences: false)
      .map { String(repeating: " ", count: spaces) + $0 }.joined(separator: "\n")
  }
}
