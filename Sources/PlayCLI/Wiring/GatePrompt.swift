import PlayModel
import PlayReport
import PlayRunner

/// Asks at the terminal whether the next batch may begin; where nobody sits there, nobody says so.
enum GatePrompt {
  static func gate(
    _ screen: RunScreen, _ output: OutputOptions
  ) -> @Sendable (PlayPlan, Int) async -> Bool {
    guard output.output == .human, Console.inputIsTerminal, Console.outputIsTerminal else {
      return { _, _ in false }
    }
    return { plan, finished in
      let next = HostSet(plan.batches[finished + 1])
      if let groups = plan.groupSwitch {
        return screen.ask(
          [],
          "\(groups.incoming.name) is ready. Move the traffic from \(groups.outgoing.name) to it? [y/N] ")
      }
      return screen.ask(
        [], "Batch \(finished + 1) of \(plan.batches.count) is done. Go on with \(next)? [y/N] ")
    }
  }
}
