import ArgumentParser

/// `swiftplay restart SERVICE…`: a run that deploys nothing.
struct RestartCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "restart",
    abstract: "Restart services, batch by batch, with the containers that are there.",
    discussion: SteerOptions.discussion)

  @OptionGroup var options: SteerOptions

  func run() async throws { try await SteerProgram(steering: .restart, options: options).run() }
}
