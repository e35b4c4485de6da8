import ArgumentParser

/// `swiftplay start SERVICE…`: a run that deploys nothing.
struct StartCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "start",
    abstract: "Start services that were stopped, with the containers that are there.",
    discussion: SteerOptions.discussion)

  @OptionGroup var options: SteerOptions

  func run() async throws { try await SteerProgram(steering: .start, options: options).run() }
}
