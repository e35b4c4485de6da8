import Foundation

/// The git commit a playbook came from, for the record. No git, no checkout: nothing to say.
struct GitCheckout: Hashable {
  let commit: String
  let isDirty: Bool

  init?(containing file: String) {
    let folder = URL(fileURLWithPath: file).deletingLastPathComponent()
    guard Self.isCheckout(folder), let status = Self.status(in: folder.path) else { return nil }
    self.init(status: status)
  }

  /// - Parameter status: what `git status --porcelain=v2 --branch` says (git-status(1)): headers begin with `#`, and
  ///   every other line is a change.
  init?(status: String) {
    let lines = status.split(separator: "\n")
    let head = "# branch.oid "
    // Before the first commit it is `(initial)`.
    guard let commit = lines.first(where: { $0.hasPrefix(head) })?.dropFirst(head.count), commit.first != "("
    else { return nil }
    self.commit = String(commit)
    isDirty = lines.contains { !$0.hasPrefix("#") }
  }

  /// Whether git would find a checkout: starting it to hear that there is none takes as long as a login.
  private static func isCheckout(_ folder: URL) -> Bool {
    if ProcessInfo.processInfo.environment["GIT_DIR"] != nil { return true }
    var folder = folder.standardizedFileURL
    while true {
      if FileManager.default.fileExists(atPath: folder.appendingPathComponent(".git").path) { return true }
      guard folder.path != "/" else { return false }
      folder.deleteLastPathComponent()
    }
  }

  private static func status(in folder: String) -> String? {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    // Only to look: somebody else may be working in it.
    process.arguments = [
      "git", "--no-optional-locks", "-C", folder, "status", "--porcelain=v2", "--branch",
      "--untracked-files=no",
    ]
    let output = Pipe()
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    process.standardInput = FileHandle.nullDevice
    guard (try? process.run()) != nil else { return nil }
    let data = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else { return nil }
    return String(decoding: data, as: UTF8.self)
  }
}
