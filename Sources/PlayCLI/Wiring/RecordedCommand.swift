import Foundation
import PlayModel

/// The command line a run was started with, read back from its record: `resume` reads the same files
/// with the same options.
struct RecordedCommand {
  let playbooks: [String]
  /// Of `start`, `stop` and `restart`.
  var services: [ServiceName] = []
  let inventory: InventoryOptions
  let variables: VariableOptions
  let connection: ConnectionOptions
  /// Windows named instead of those of the plays.
  var windows: [String] = []
  /// Where relative paths of the inventory and of variable files are read from.
  let directory: String?

  /// What a rollback does not name itself is that of the run it takes back.
  ///
  /// `nil` when the words are neither those of a run nor of a rollback.
  init?(_ header: RunHeader, known: KnownRuns) {
    let words = ShellWord.words(header.command)
    guard words.count > 1 else { return nil }
    let rest = Array(words.dropFirst(2))
    switch words[1] {
    case "run":
      guard let command = try? RunCommand.parse(rest) else { return nil }
      playbooks = command.playbooks.map { Self.absolute($0, in: header.directory) }
      inventory = command.inventory
      variables = command.variables
      connection = command.connection
      windows = command.window.window
      directory = header.directory
    case "request":
      guard let command = try? RequestCommand.parse(rest) else { return nil }
      playbooks = command.playbooks.map { Self.absolute($0, in: header.directory) }
      inventory = command.inventory
      variables = command.variables
      connection = command.connection
      windows = command.window
      directory = header.directory
    case "start", "stop", "restart":
      guard let options = try? SteerOptions.parse(rest) else { return nil }
      playbooks = []
      services = options.services.map { ServiceName($0) }
      inventory = options.inventory
      variables = options.variables
      connection = options.connection
      directory = header.directory
    case "rollback":
      guard let command = try? RollbackCommand.parse(rest),
        let undone = header.undoes.flatMap({ known.state($0)?.header }),
        let before = RecordedCommand(undone, known: known)
      else { return nil }
      let isOwn = !command.inventory.inventory.isEmpty
      playbooks = before.playbooks
      inventory = isOwn ? command.inventory : before.inventory
      variables = command.variables.extraVariables.isEmpty ? before.variables : command.variables
      connection = command.connection.login.isEmpty ? before.connection : command.connection
      windows = before.windows
      directory = isOwn ? header.directory : before.directory
    default: return nil
    }
  }

  /// Goes where the command was given, so that its relative paths mean what they meant. Where that is gone,
  /// the files are looked for from here, and missing ones are named.
  func enterDirectory() {
    guard let directory else { return }
    _ = FileManager.default.changeCurrentDirectoryPath(directory)
  }

  private static func absolute(_ path: String, in directory: String?) -> String {
    guard let directory, !path.hasPrefix("/"), directory != FileManager.default.currentDirectoryPath else {
      return path
    }
    return directory + "/" + path
  }
}
