import ArgumentParser
import Foundation
import PlayFiles
import PlayModel
import PlayPlanning

/// The windows of an inventory as the commands about them use them.
struct WindowBook {
  let windows: [Window]

  static func load(_ options: InventoryOptions, variables: VariableOptions) async throws -> WindowBook {
    let fleet = try await Fleet.load(options, login: LoginOptions.parse([]), variables: variables)
    let hosts = try fleet.select("all", limit: options.limit)
    let clock = SystemClock()
    let windows = try InventoryWindows(
      fleet.inventory, facts: fleet.facts(limit: nil), extraVariables: fleet.extraVariables
    ).read(hosts: hosts, run: RunID.new(at: clock.now()))
    let problems = WindowChecks.problems(of: windows, now: clock.now())
    guard problems.isEmpty else { throw FileProblems(problems) }
    return WindowBook(windows: windows)
  }

  func window(_ name: String) throws -> Window {
    if let found = windows.first(where: { $0.name == name }) { return found }
    let known = windows.map(\.name)
    throw FileProblem(
      at: SourcePosition(file: "NAME"), "there is no window `\(name)`",
      hint: NearestName.hint(name, in: known)
        ?? (known.isEmpty
          ? "the inventory has no windows; see docs/windows.md"
          : "the inventory has \(known.joined(separator: ", "))"))
  }

  /// What is asked of one window: itself, and every freeze.
  func together(_ window: Window) -> [Window] {
    windows.filter { $0.kind == .deny && $0.name != window.name } + [window]
  }

  /// A point in time from the command line, in a window's own zone where it names none.
  static func time(_ text: String, option: String, zone: ZoneRules) throws -> Timestamp {
    if let time = EngineTime(text) { return time.timestamp }
    if let local = LocalTime(text) { return zone.firstInstant(showing: local) }
    throw ValidationError(
      "\(option) `\(text)` is no time; write 2026-03-01T00:00:00Z, or 2026-03-01T00:00 on the window's clocks"
    )
  }
}
