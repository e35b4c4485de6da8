import ArgumentParser

/// How to reach the hosts where the inventory does not say, and how many at once.
struct ConnectionOptions: ParsableArguments {
  @OptionGroup var login: LoginOptions

  @Option(name: [.short, .long], help: ArgumentHelp("Hosts worked on at once.", valueName: "number"))
  var forks = 64

  func validate() throws {
    guard forks > 0 else { throw ValidationError("--forks has to be 1 or more") }
  }
}
