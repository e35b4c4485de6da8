import ArgumentParser

/// Variables from the command line; they win over all others.
struct VariableOptions: ParsableArguments {
  @Option(
    name: [.customShort("e"), .customLong("extra-vars")],
    help: ArgumentHelp("A variable, `key=value`, or `@file` of them. Repeatable.", valueName: "key=value"))
  var extraVariables: [String] = []
}
