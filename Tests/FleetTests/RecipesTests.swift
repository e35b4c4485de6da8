import Foundation
import Testing

/// docs/recipes.md: each command in it does what it is there for, on real hosts.
@Suite struct RecipesTests {
  private static func commands() throws -> [String] {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let text = try String(contentsOf: root.appending(path: "docs/recipes.md"), encoding: .utf8)
    return text.split(separator: "\n").filter { $0.hasPrefix("$ swiftplay ") }.map {
      String($0.dropFirst(12))
    }
  }

  @Test func everyRecipeWorks() async throws {
    let commands = try Self.commands()
    #expect(commands.count > 15)
    try await Scenario.on(2) { scenario in
      try scenario.write("inventories/prod.ini", scenario.inventory())
      try scenario.write("inventories/staging.ini", scenario.inventory())
      try scenario.write(PlayText())
      for version in ["1.0", "2.0"] { #expect(try await scenario.deploy(version).exit == 0) }
      for command in commands {
        // What goes on until Ctrl-C gets one.
        let isEndless = command.contains("--watch") || command.contains(" -f")
        let limit = isEndless ? "timeout -s INT 3 " : ""
        let result = try await scenario.shell("\(limit)\"$SWIFTPLAY_BIN\" \(command)")
        #expect(result.exit == (isEndless ? 124 : 0), "\(command): \(result.said)")
        let isQuiet = command.contains("--unhealthy")
        #expect(result.stdout.isEmpty == isQuiet, "\(command): \(result.said)")
      }
    }
  }
}
