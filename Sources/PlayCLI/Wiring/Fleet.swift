import ArgumentParser
import Foundation
import PlayFiles
import PlayModel
import PlayRunner
import PlaySSH

/// The inventory as a command uses it: hosts by pattern, and how to reach them.
struct Fleet {
  let inventory: Inventory
  let ssh: SSHConfiguration
  /// For commands that take connections that `swiftplay connect` keeps.
  var sharedSSH: SSHConfiguration {
    var shared = ssh
    shared.sharingFolder = ProgramHome.connections
    return shared
  }
  let extraVariables: ExtraVariables
  private let defaults: ConnectionDefaults

  /// Reads the inventory and OpenSSH's configuration, and asks for the passwords that the options want asked.
  static func load(
    _ options: InventoryOptions, connection: ConnectionOptions, variables: VariableOptions,
    playbooks: [String] = []
  ) async throws -> Fleet {
    try await load(options, login: connection.login, variables: variables, playbooks: playbooks)
  }

  /// Reads the inventory, for a command that has options for the login alone.
  static func load(
    _ options: InventoryOptions, login: LoginOptions, variables: VariableOptions, playbooks: [String] = []
  ) async throws -> Fleet {
    let inventory = try inventory(options, playbooks: playbooks)
    let extra = try ExtraVariables(variables.extraVariables)
    var ssh = SSHConfiguration(passphrase: Passphrases.ask)
    ssh.clientConfig =
      if let file = login.sshConfig {
        try ClientConfig.file(file, home: ssh.homeDirectory)
      } else {
        try ClientConfig.usual(home: ssh.homeDirectory)
      }
    return Fleet(
      inventory: inventory, ssh: ssh, extraVariables: extra, defaults: try ConnectionDefaults(login))
  }

  /// Reads the inventory alone.
  static func inventory(_ options: InventoryOptions, playbooks: [String] = []) throws -> Inventory {
    guard !options.inventory.isEmpty else {
      throw ValidationError("no inventory: name one with -i, for example -i inventories/local")
    }
    let directory = FileManager.default.currentDirectoryPath
    let playbookDirectory = playbooks.first.map {
      URL(fileURLWithPath: $0).deletingLastPathComponent().path
    }
    return try InventoryLoader(directory: directory, playbookDirectory: playbookDirectory).load(
      options.inventory)
  }

  /// The hosts of a pattern, narrowed by `--limit`, in order; none is an error that says why.
  func select(_ pattern: String, limit: String?, at position: SourcePosition? = nil) throws -> [HostName] {
    let position = position ?? SourcePosition(file: "the pattern \(pattern)")
    let limited = try limit.map {
      try HostLimit($0, directory: FileManager.default.currentDirectoryPath)
    }
    let selection: HostSelection
    do throws(HostPatternProblem) {
      selection = try HostPattern(pattern).resolve(in: inventory, limit: limited)
    } catch {
      throw FileProblems([FileProblem(at: position, "\(error)")])
    }
    guard selection.hosts.isEmpty else { return selection.hosts }
    let hint = selection.unmatched.compactMap(\.hint).first
    if let limit, (try? HostPattern(pattern).resolve(in: inventory))?.hosts.isEmpty == false {
      throw FileProblems([
        FileProblem(
          at: SourcePosition(file: "--limit \(limit)"),
          pattern == "all" ? "no host matches it" : "none of the hosts of \(pattern) matches it",
          hint: hint ?? "see swiftplay inventory graph")
      ])
    }
    throw FileProblems([
      FileProblem(at: position, "no host matches \(pattern)", hint: hint ?? "see swiftplay inventory graph")
    ])
  }

  /// The hosts of a pattern as ad hoc commands take it: an Ansible pattern, or the folded set that swiftplay
  /// prints. `web[1-3]` can be both, items of a group and hosts; then it has to be said which.
  func select(set pattern: String, limit: String?) throws -> [HostName] {
    guard pattern.contains("["), let set = HostSet(folded: pattern),
      set.hosts.allSatisfy({ inventory.host($0) != nil })
    else { return try select(pattern, limit: limit) }
    let names = set.hosts.map(\.text).joined(separator: ",")
    let asPattern = (try? HostPattern(pattern).resolve(in: inventory))?.hosts ?? []
    guard asPattern.isEmpty || Set(asPattern) == Set(set.hosts) else {
      throw FileProblems([
        FileProblem(
          at: SourcePosition(file: "the pattern \(pattern)"),
          "it could mean the hosts \(names), or items of a group: \(HostSet(asPattern))",
          hint: "write the hosts as \(names), or the items with a colon, as group[1:3]")
      ])
    }
    return try select(names, limit: limit)
  }

  /// What playbooks need to know of the inventory.
  func facts(limit: Set<HostName>?) -> InventoryFacts {
    InventoryFacts(
      hosts: { pattern, position in try select(pattern, limit: nil, at: position) },
      variables: { inventory.host($0)?.variables ?? [:] },
      definition: { variable, host in
        inventory.host(host).flatMap { inventory.assignment(of: variable, for: $0)?.position }
      }, groups: inventory.membersByGroup, limit: limit)
  }

  /// How to reach each of these hosts.
  ///
  /// - Parameter run: what `run_id` stands for in the inventory's templates.
  func access(_ hosts: [HostName], run: RunID) throws -> [HostName: HostAccess] {
    var access: [HostName: HostAccess] = [:]
    var problems: [FileProblem] = []
    let rendering = InventoryRendering(
      inventory: facts(limit: nil), extraVariables: extraVariables, runID: run)
    for name in hosts {
      guard let host = inventory.host(name) else { continue }
      do throws(FileProblems) {
        let overlaid = try Self.problems { () throws(FileProblem) in try rendering.overlaid(host) }
        let connection = try HostConnection(host: overlaid, in: inventory, defaults: defaults) {
          value, position throws(FileProblem) in
          try rendering.render(value, of: name, at: position)
        }
        access[name] = HostAccess(
          target: connection.target, become: connection.become, engine: connection.engine)
      } catch {
        problems += error.all
      }
    }
    // An argument may make ssh pass over them; whether it does is known when the host is asked about.
    let arguments = access.values.reduce(into: Set<String>()) { all, access in
      all.formUnion(access.target.sshArguments)
      all.formUnion(access.target.sshFallbackArguments)
    }
    let mayBeIgnored = arguments.contains { $0.lowercased().contains("ignoreunknown") }
    if !mayBeIgnored { problems += ssh.clientConfig.unknownKeywords }
    guard problems.isEmpty else { throw FileProblems(problems) }
    return access
  }

  private static func problems<Result>(
    _ work: () throws(FileProblem) -> Result
  ) throws(FileProblems) -> Result {
    do throws(FileProblem) { return try work() } catch { throw FileProblems([error]) }
  }
}
