import ArgumentParser

/// How the program speaks.
struct OutputOptions: ParsableArguments {
  enum Format: String, ExpressibleByArgument, CaseIterable {
    case human, json
  }

  @Option(help: "human, or json: one object a line.")
  var output: Format = .human

  @Flag(name: [.short, .long], help: "Say more. Repeatable.")
  var verbose: Int
}
