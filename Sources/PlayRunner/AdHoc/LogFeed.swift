import PlayModel
import Synchronization

/// Reads and follows the logs of a service on hosts.
public struct LogFeed: Sendable {
  /// What is heard of a host.
  public enum News: Sendable {
    case entries([LogEntry])
    /// What is there has begun to come, or will not come.
    case begun
    /// Only when following: why nothing comes at the moment; it is tried again.
    case lost(Trouble)
    /// Only when following: it goes on after a loss, at this container.
    case found(container: String)
  }

  /// How reading a host's log ended.
  public enum Ending: Sendable, Hashable {
    case read
    /// There is no container of the service.
    case nothing
    case failed(Trouble)
  }

  private let question: LogQuestion
  private let connector: any HostConnector
  private let clock: any PlayClock
  private let nonce: @Sendable () -> String

  public init(
    _ question: LogQuestion, connector: any HostConnector, clock: any PlayClock,
    nonce: @escaping @Sendable () -> String
  ) {
    self.question = question
    self.connector = connector
    self.clock = clock
    self.nonce = nonce
  }

  /// Gives out what there is now.
  ///
  /// - Parameter deadline: for the host, from sending to the last line.
  public func read(
    _ access: HostAccess, deadline: Duration, _ hear: @escaping @Sendable (News) -> Void
  ) async -> Ending {
    let attempt = await run(question, follows: false, access, deadline: deadline) { entries, _ in
      hear(.entries(entries))
    }
    hear(.begun)
    return attempt.ending
  }

  /// Gives out what there is and what comes, until the task is cancelled. After a lost connection, a
  /// container that ended, or another in its place, it goes on where it was.
  public func follow(_ access: HostAccess, _ hear: @escaping @Sendable (News) -> Void) async {
    let position = Mutex(LogPosition())
    var question = question
    var known: String?
    var complaint: Trouble?
    var pause = 1
    while !Task.isCancelled {
      let hasBegun = Mutex(false)
      let attempt = await run(question, follows: true, access, deadline: .seconds(30 * 86_400)) {
        entries, containers in
        let new = position.withLock { position in entries.filter { position.isNew($0) } }
        if !new.isEmpty { hear(.entries(new)) }
        let isFirst = hasBegun.withLock { begun in
          defer { begun = begun || !containers.isEmpty }
          return !begun && !containers.isEmpty
        }
        if isFirst { hear(.begun) }
      }
      hear(.begun)
      guard !Task.isCancelled else { return }
      if let container = attempt.container {
        if complaint != nil || (known != nil && known != container) { hear(.found(container: container)) }
        known = container
        complaint = nil
        pause = 1
      }
      if let trouble = attempt.trouble(question.service), trouble != complaint {
        complaint = trouble
        hear(.lost(trouble))
      }
      if let since = position.withLock({ $0.since }) {
        question.since = since
        question.tail = nil
        question.previous = false
      }
      position.withLock { $0.beginAgain() }
      try? await clock.sleep(for: .seconds(pause))
      pause = attempt.container == nil ? min(pause * 2, 15) : 1
    }
  }

  private struct Attempt {
    let ending: Ending
    /// The last container that was read.
    var container: String?

    func trouble(_ service: ServiceName) -> Trouble? {
      switch ending {
      case .read: nil
      case .nothing: Trouble(.other, "there is no container of \(service)")
      case .failed(let trouble): trouble
      }
    }
  }

  private func run(
    _ question: LogQuestion, follows: Bool, _ access: HostAccess, deadline: Duration,
    _ take: @escaping @Sendable (_ entries: [LogEntry], _ containers: [String]) -> Void
  ) async -> Attempt {
    let host = access.target.name
    let nonce = nonce()
    let reading = Mutex(LogReading(host: host, nonce: nonce))
    var command = LogScript(question: question, follows: follows, nonce: nonce)
      .command(engine: access.engine, deadline: deadline, become: access.become)
    command.onOutput = { chunk in
      let (entries, containers) = reading.withLock { ($0.take(chunk), $0.containers) }
      take(entries, containers)
    }
    do throws(HostFailure) {
      let remote = try await connector.connect(to: access.target)
      do throws(HostFailure) {
        _ = try await remote.run(command)
        await remote.close()
      } catch {
        await remote.close()
        throw error
      }
    } catch {
      let reason: Trouble.Reason = error.reason == .timedOut ? .timedOut : .unreachable
      let trouble = Trouble(reason, error.detail, advice: error.advice)
      return Attempt(ending: .failed(trouble), container: reading.withLock { $0.containers.last })
    }
    return reading.withLock { reading in
      reading.end()
      return Attempt(ending: ending(reading, access.engine), container: reading.containers.last)
    }
  }

  private func ending(_ reading: LogReading, _ engine: EngineInfo.Kind) -> Ending {
    switch reading.finding {
    case LogReading.Finding.none?: return .nothing
    case .missing?: return .failed(EngineTrouble.missing(engine))
    case .down(let words)?: return .failed(EngineTrouble.down(engine, words))
    case nil: break
    }
    guard reading.hasEnded else {
      return .failed(Trouble(.unreachable, "the connection ended before the last line"))
    }
    guard let failure = reading.failures.first else { return .read }
    return .failed(Trouble(.other, "the log of \(failure.container) cannot be read: \(failure.words)"))
  }
}
