import PlayModel

/// OpenSSH's client configuration (ssh_config(5)): its files, read and checked once, asked for each host.
public struct ClientConfig: Sendable {
  /// In the order in which they are asked.
  let files: [ConfigFile]
  let mentionsFinal: Bool
  let runsCommands: Bool

  init(files: [ConfigFile]) {
    self.files = files
    mentionsFinal = files.contains(where: \.mentionsFinal)
    runsCommands = files.contains(where: \.runsCommands)
  }

  /// As with `-F none`.
  public static let none = ClientConfig(files: [])

  /// What ssh reads when it is told nothing: the user's file, then the machine's; both may be missing.
  ///
  /// - Throws: all that is wrong in them.
  public static func usual(home: String) throws(FileProblems) -> ClientConfig {
    var users = ConfigReader(home: home, isUsers: true)
    var machines = ConfigReader(home: home, isUsers: false)
    let files = [
      users.read(home + "/.ssh/config", checksOwner: true),
      machines.read("/etc/ssh/ssh_config", checksOwner: false),
    ]
    let problems = users.problems + machines.problems
    guard problems.isEmpty else { throw FileProblems(problems) }
    return ClientConfig(files: files.compactMap { $0 })
  }

  /// What ssh reads with `-F path`: that file alone, or nothing at all with `none`.
  ///
  /// - Throws: all that is wrong in it, or that it is missing.
  public static func file(_ path: String, home: String) throws(FileProblems) -> ClientConfig {
    if path.lowercased() == "none" { return .none }
    var reader = ConfigReader(home: home, isUsers: true)
    let place = path.hasPrefix("~/") ? home + path.dropFirst() : path
    let file = reader.read(place, checksOwner: false)
    guard reader.problems.isEmpty else { throw FileProblems(reader.problems) }
    guard let file else {
      throw FileProblems([
        FileProblem(
          at: SourcePosition(file: path), "there is no such file",
          hint: "-F names OpenSSH's client configuration")
      ])
    }
    return ClientConfig(files: [file])
  }
}
