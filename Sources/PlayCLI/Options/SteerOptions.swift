import ArgumentParser
import PlayModel

/// What `start`, `stop` and `restart` have in common.
struct SteerOptions: ParsableArguments {
  @Argument(help: ArgumentHelp("The services, by name.", valueName: "service"))
  var services: [String]

  @OptionGroup var inventory: InventoryOptions
  @OptionGroup var variables: VariableOptions
  @OptionGroup var connection: ConnectionOptions
  @OptionGroup var output: OutputOptions

  @Flag(name: [.short, .long], help: "Do not ask before changing anything.")
  var yes = false

  static let discussion = """
    Where the services have containers is asked from the hosts; -l names some of them. Batches, checks, \
    min_healthy and what happens on a failure are those of the play that deployed them last, as this machine's run \
    store knows it. Like any run it is locked, recorded, and can be resumed.
    """
}
