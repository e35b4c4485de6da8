import Foundation
import PlayFiles
import PlayModel
import PlayPlanning
import PlayRunner
import PlaySSH

/// Reads and checks everything a run needs before the first connection.
struct Preparation {
  let playbooks: [String]
  let inventory: InventoryOptions
  let variables: VariableOptions
  let connection: ConnectionOptions
  /// Names of windows that hold instead of those the plays name.
  var windows: [String] = []

  func prepare(run: RunID) async throws -> Prepared {
    let fleet = try await Fleet.load(
      inventory, connection: connection, variables: variables, playbooks: playbooks)
    let limit = try inventory.limit.map { Set(try fleet.select("all", limit: $0)) }
    let facts = fleet.facts(limit: limit)
    let resolved = try PlaybookResolver(
      inventory: facts, extraVariables: fleet.extraVariables, runID: run, windows: windows
    ).resolve(PlaybookLoader().load(playbooks))
    let problems = WindowChecks.problems(
      of: resolved.plays.flatMap(\.windows).reduce(into: []) { all, window in
        if !all.contains(window) { all.append(window) }
      }, now: SystemClock().now())
    guard problems.isEmpty else { throw FileProblems(problems) }
    let hosts = Set(resolved.plays.flatMap { $0.hosts.map(\.host) }).sorted()
    let access = try fleet.access(hosts, run: run)
    let passwords = access.values.flatMap { [$0.target.password, $0.become?.password].compactMap { $0 } }
    return Prepared(
      plays: resolved.plays, access: access, ssh: fleet.ssh,
      warnings: fleet.inventory.warnings + resolved.warnings, secrets: resolved.secrets + passwords,
      variables: resolved.variables.first ?? [:])
  }
}
