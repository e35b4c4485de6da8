import PlayModel
import PlayPlanning
import ServiceLifecycle

/// Looks every second what is due, by the wall clock: one that was set is simply another time, and what is written
/// down already is not done again.
public struct ScheduleService: Service {
  private let ports: SchedulePorts

  public init(_ ports: SchedulePorts) { self.ports = ports }

  public func run() async throws {
    await ports.ready()
    while !Task.isShuttingDownGracefully, !Task.isCancelled {
      await turn()
      try? await cancelWhenGracefulShutdown { [ports] in try await ports.clock.sleep(for: .seconds(1)) }
    }
    await ports.end()
  }

  /// One look at every job.
  func turn() async {
    for board in await ports.boards() {
      do { try await look(at: board) } catch { await ports.complain(error) }
    }
    do { try await ports.tend() } catch { await ports.complain(error) }
  }

  private func look(at board: JobBoard) async throws {
    let memory = try await ports.memory(board)
    let isRunning = try await ports.isRunning(board)
    for decision in board.decide(after: memory, isRunning: isRunning, at: ports.clock.now()) {
      switch decision {
      case .begin(let start): try await ports.begin(board, start)
      case .missed, .skipped: try await ports.note(board, decision)
      }
    }
  }
}
