import PlayModel
import PlayReport

/// Puts a file or a folder of this machine on a host.
struct Sending: Sendable {
  let tree: LocalTree
  let destination: String
  /// Of files; `nil` keeps each file's own.
  let mode: Int?
  let owner: String?
  let deadline: Duration

  /// - Returns: how much, and where it lies now.
  func send(
    to host: any FileReceiver, become: Become?, _ meter: CopyMeter
  ) async throws(HostFailure) -> (amount: CopyText.Amount, path: String) {
    meter.expect(tree.bytes)
    let place = try await prepare(host, become)
    for file in tree.files {
      let path = file.name.isEmpty ? place : place + "/" + file.name
      try await host.upload(
        FileUpload(
          .file(path: file.path), to: path, mode: mode ?? file.mode, owner: owner, become: become,
          deadline: deadline, onSent: { meter.moved($0) }))
    }
    return (CopyText.Amount(files: tree.files.count, bytes: tree.bytes), place)
  }

  /// Finds out where it goes, and makes the folders: an existing folder takes it under its own name, as with
  /// cp(1) and scp(1).
  private func prepare(_ host: any FileReceiver, _ become: Become?) async throws(HostFailure) -> String {
    var script = """
      destination=\(ShellWord.quote(destination))
      case $destination in
        /*) ;;
        '~') destination=$HOME ;;
        '~/'*) destination=$HOME/${destination#??} ;;
        *) destination=$PWD/$destination ;;
      esac
      [ ! -d "$destination" ] || destination=${destination%/}/\(ShellWord.quote(tree.name))
      case $destination in */) echo "there is no folder $destination" >&2; exit 1 ;; esac

      """
    if tree.isFolder {
      script += "mkdir -p -- \"$destination\" || exit\n"
      for folder in tree.folders {
        let path = "\"$destination\"/\(ShellWord.quote(folder.name))"
        script += "[ -d \(path) ] || mkdir -m \(String(folder.mode, radix: 8)) -- \(path) || exit\n"
      }
    }
    script += "printf %s \"$destination\"\n"
    let result = try await host.run(
      RemoteCommand("/bin/sh", stdin: Array(script.utf8), deadline: deadline, become: become))
    guard result.succeeded else {
      throw HostFailure(
        host: host.name, reason: .uploadFailed,
        detail: result.errorText.split(separator: "\n").last.map(String.init) ?? "the folder cannot be made")
    }
    return result.outputText
  }
}
