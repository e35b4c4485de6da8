import Foundation
import Testing

@testable import PlayFiles

/// docs/reference.md is what `Reference` writes. `SWIFTPLAY_WRITE_DOCS=1` writes it anew.
@Suite struct ReferenceTests {
  private static let file = ProjectFolder.url.appending(path: "docs/reference.md")

  @Test func theCommittedReferenceIsTheSchema() throws {
    if ProcessInfo.processInfo.environment["SWIFTPLAY_WRITE_DOCS"] == "1" {
      try Data(Reference.markdown.utf8).write(to: Self.file)
    }
    let committed = try String(contentsOf: Self.file, encoding: .utf8)
    #expect(committed == Reference.markdown, "run SWIFTPLAY_WRITE_DOCS=1 swift test --filter ReferenceTests")
  }

  @Test func everyKeyIsInIt() {
    let lines = Set(Reference.markdown.split(separator: "\n").map { $0.prefix { $0 != "," } })
    for (name, section) in Schema.sections {
      for key in section.keys {
        #expect(lines.contains { $0.hasPrefix("| `\(key.name)` |") }, "\(key.name) of \(name)")
      }
    }
  }
}
