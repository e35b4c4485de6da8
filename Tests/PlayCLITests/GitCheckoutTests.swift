import Foundation
import Testing

@testable import PlayCLI

@Suite struct GitCheckoutTests {
  private static let commit = "0123456789abcdef0123456789abcdef01234567"

  @Test func theStatusSaysCommitAndChanges() {
    let clean = "# branch.oid \(Self.commit)\n# branch.head main\n# branch.ab +0 -0\n"
    #expect(GitCheckout(status: clean)?.commit == Self.commit)
    #expect(GitCheckout(status: clean)?.isDirty == false)
    #expect(GitCheckout(status: clean + "1 .M N... 100644 100644 100644 a b deploy.yml\n")?.isDirty == true)
    #expect(GitCheckout(status: "# branch.oid (initial)\n# branch.head main\n") == nil)
    #expect(GitCheckout(status: "") == nil)
  }

  @Test func aRealCheckoutIsRead() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "git-\(UUID().uuidString)")
    let playbooks = folder.appending(path: "playbooks")
    try FileManager.default.createDirectory(at: playbooks, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = playbooks.appending(path: "deploy.yml")
    try Data("- name: shop\n".utf8).write(to: file)
    #expect(GitCheckout(containing: file.path) == nil)
    func git(_ arguments: String...) throws {
      let process = Process()
      process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
      process.arguments =
        ["git", "-C", folder.path, "-c", "user.name=ana", "-c", "user.email=ana@example.org"] + arguments
      process.standardOutput = FileHandle.nullDevice
      process.standardError = FileHandle.nullDevice
      try process.run()
      process.waitUntilExit()
      try #require(process.terminationStatus == 0, "git \(arguments)")
    }
    try git("init")
    #expect(GitCheckout(containing: file.path) == nil, "nothing is committed yet")
    try git("add", ".")
    try git("commit", "-m", "first")
    let clean = try #require(GitCheckout(containing: file.path))
    #expect(clean.commit.count == 40 && !clean.isDirty)
    try Data("- name: other\n".utf8).write(to: file)
    #expect(GitCheckout(containing: file.path) == GitCheckout(status: "# branch.oid \(clean.commit)\n1 .M\n"))
  }
}
