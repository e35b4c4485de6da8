import PlayFiles
import PlayModel
import PlayRunner
import PlaySSH

/// Everything a run needs, read, checked and resolved.
struct Prepared {
  let plays: [Play]
  let access: [HostName: HostAccess]
  let ssh: SSHConfiguration
  let warnings: [FileProblem]
  let secrets: [Secret]
  /// What the run log may keep.
  let variables: [String: Value]

  /// What `validate` says: each play, its hosts and its services.
  var validationText: String {
    var lines: [String] = []
    for play in plays {
      let services = play.hosts.first?.services.map { "\($0.name) \($0.image)" } ?? []
      lines.append("\(play.name): \(play.hosts.count) hosts, \(services.joined(separator: ", "))")
    }
    return lines.map { $0 + "\n" }.joined() + "Nothing is wrong.\n"
  }
}
