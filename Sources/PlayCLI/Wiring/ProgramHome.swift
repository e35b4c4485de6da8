import Foundation

/// Where the run store is: `SWIFTPLAY_HOME`, else `$XDG_STATE_HOME/swiftplay`, else
/// `~/.local/state/swiftplay` (XDG Base Directory Specification).
enum ProgramHome {
  /// Where sockets of connections are that are kept for other commands.
  static var connections: String { path() + "/connections" }

  static func path(environment: [String: String] = ProcessInfo.processInfo.environment) -> String {
    if let home = environment["SWIFTPLAY_HOME"], !home.isEmpty { return home }
    if let state = environment["XDG_STATE_HOME"], state.hasPrefix("/") { return state + "/swiftplay" }
    let home = environment["HOME"].flatMap { $0.isEmpty ? nil : $0 } ?? NSHomeDirectory()
    return home + "/.local/state/swiftplay"
  }
}
