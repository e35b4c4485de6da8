import ArgumentParser

/// `swiftplay stop SERVICE…`: a run that deploys nothing.
struct StopCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "stop",
    abstract: "Stop services; they stay stopped, also when a host starts again, until they are started.",
    discussion: SteerOptions.discussion)

  @OptionGroup var options: SteerOptions

  func run() async throws { try await SteerProgram(steering: .stop, options: options).run() }
}
