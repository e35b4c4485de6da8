import Foundation

/// The git commit a playbook came from, for the record. No git, no checkout: nothing to say.
struct GitCheckout {
  let commit: String
  let isDirty: Bool

  init?(containing file: String) {
    let folder = URL(fileURLWithPath: file).deletingLastPathComponent().path
    guard let commit = Self.git(["rev-parse", "HEAD"], in: folder) else { return nil }
    self.commit = commit
    isDirty = !(Self.git(["status", "--porcelain", "--untracked-files=no"], in: folder) ?? "").isEmpty
  }

  private static func git(_ arguments: [String], in folder: String) -> String? {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["git", "-C", folder] + arguments
    let output = Pipe()
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    process.standardInput = FileHandle.nullDevice
    guard (try? process.run()) != nil else { return nil }
    let data = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else { return nil }
    return String(decoding: data, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
  }
}
