import PlayModel

/// Lets the hosts know that the run lives, while it does something else or waits.
struct Heartbeat: Sendable {
  /// A quarter of the time after which a holder looks dead.
  static let interval = Duration.seconds(30)

  let context: RunContext

  func during<Result: Sendable>(_ work: @Sendable () async -> Result) async -> Result {
    // Cancelled, and waited for, when the work is over.
    async let _: Void = beat()
    return await work()
  }

  private func beat() async {
    while true {
      do { try await context.ports.clock.sleep(for: Self.interval) } catch { return }
      _ = await fanOut(context.orderedSessions, limit: context.forks) { await $0.beat() }
    }
  }
}
