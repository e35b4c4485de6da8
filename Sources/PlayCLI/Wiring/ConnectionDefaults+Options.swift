import ArgumentParser
import PlayFiles
import PlayModel

extension ConnectionDefaults {
  /// What the command line says; asks for the passwords that `-k` and `-K` want asked.
  init(_ options: ConnectionOptions) throws {
    self.init()
    user = options.user
    keyFiles = options.privateKey.map { [$0] } ?? []
    become = options.become
    hostKeyPolicy = options.acceptNewHostKeys ? .acceptNew : nil
    connectDeadline = options.connectTimeout.map { .seconds($0) }
    if let text = options.sshCommonArguments {
      sshCommonArguments = try Self.words(text, of: "--ssh-common-args")
    }
    if let text = options.sshExtraArguments {
      sshExtraArguments = try Self.words(text, of: "--ssh-extra-args")
    }
    if options.askPassword { password = try Self.ask("SSH password: ") }
    if options.askBecomePassword { becomePassword = try Self.ask("sudo password: ") }
  }

  private static func ask(_ prompt: String) throws -> Secret {
    guard let text = Console.ask(prompt, secret: true) else {
      throw ValidationError("there is no terminal to ask for a password")
    }
    return Secret(text)
  }
}
