import Foundation
import PlayModel
import Testing

@testable import PlayStore

/// Locks of POSIX belong to a process, and go when it closes any descriptor of the file.
@Suite struct StoreLocksTests {
  /// How many locks this process has on a file, as the kernel sees it (proc(5), /proc/locks).
  private func locks(on file: String) throws -> Int {
    let inode = try #require(
      try FileManager.default.attributesOfItem(atPath: file)[.systemFileNumber] as? Int)
    let process = ProcessInfo.processInfo.processIdentifier
    let lines = try String(contentsOfFile: "/proc/locks", encoding: .utf8).split(separator: "\n")
    return lines.count { line in
      let words = line.split(separator: " ")
      return words.count > 5 && words.contains("\(process)") && words.contains { $0.hasSuffix(":\(inode)") }
    }
  }

  @Test func aSecondStoreDoesNotDropTheLocksOfTheFirst() throws {
    let home = FileManager.default.temporaryDirectory.appending(path: "store-\(UUID().uuidString)").path
    defer { try? FileManager.default.removeItem(atPath: home) }
    let first = try RunStore(home: home)
    _ = try first.history(limit: 1)
    #expect(try locks(on: first.path) > 0)
    let second = try RunStore(home: home)
    #expect(try locks(on: first.path) > 0)
    _ = try second.history(limit: 1)
  }
}
