import ArgumentParser
import PlayRunner

/// When a run may begin.
struct WindowOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Keep to this window of the inventory, instead of those the plays name. Repeatable.", valueName: "name")
  )
  var window: [String] = []

  @Flag(name: .customLong("wait"), help: "Outside the window, wait for it to open.")
  var waits = false

  @Flag(help: "Go ahead although the window is closed or a freeze is in force; needs --reason.")
  var overrideWindow = false

  @Option(help: ArgumentHelp("Why the window is overridden; it is recorded.", valueName: "text"))
  var reason: String?

  func validate() throws {
    if overrideWindow, reason?.allSatisfy(\.isWhitespace) ?? true {
      throw ValidationError("--override-window needs --reason: it is recorded with your name")
    }
    if reason != nil, !overrideWindow { throw ValidationError("--reason goes with --override-window") }
    if overrideWindow, waits { throw ValidationError("--wait and --override-window exclude each other") }
  }

  var choice: WindowChoice {
    WindowChoice(names: window, waits: waits, override: overrideWindow ? reason : nil)
  }
}

/// When a run may begin, as a program takes it.
struct WindowChoice {
  /// Instead of the windows the plays name; none is theirs.
  var names: [String] = []
  var waits = false
  /// Why the windows are overridden, where they are.
  var override: String?
  /// Somebody has decided already that it may begin so late in an opening.
  var isDue = false

  var patience: WindowPatience { override == nil ? waits ? .wait : .stop : .override }
}
