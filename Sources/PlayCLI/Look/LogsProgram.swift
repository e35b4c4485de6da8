import ArgumentParser
import Foundation
import PlayModel
import PlayReport
import PlayRunner

/// `logs`, of what there is or also of what comes.
struct LogsProgram {
  let hosts: [HostName]
  let access: [HostName: HostAccess]
  let feed: LogFeed
  let service: ServiceName
  let forks: Int
  let deadline: Duration
  let isJSON: Bool
  /// Whether a line is wanted.
  let chooses: @Sendable (LogEntry) -> Bool

  /// Everything there is now, in order.
  func read() async throws {
    let spool = LogSpool()
    let work = Task {
      await fanOut(hosts, limit: forks) { host -> LogFeed.Ending in
        guard !Task.isCancelled, let access = access[host] else { return .nothing }
        return await feed.read(access, deadline: deadline) { news in
          if case .entries(let entries) = news { spool.append(entries.filter(chooses)) }
        }
      }
    }
    let interrupts = Interrupts(first: { work.cancel() }, second: { exit(130) })
    let endings = await work.value
    let wasInterrupted = work.isCancelled
    try show(spool)
    interrupts.end()
    let failures = zip(hosts, endings).compactMap { host, ending in
      if case .failed(let trouble) = ending {
        HostSighting(host: host, finding: .failure(trouble))
      } else {
        HostSighting?.none
      }
    }
    if wasInterrupted { throw ExitCode(130) }
    tell(failures)
    try PsProgram.exit(for: failures)
    if endings.allSatisfy({ $0 == .nothing }) {
      Console.complain("no container of \(service) on \(HostSet(hosts))")
      throw ExitCode(2)
    }
  }

  private func show(_ spool: LogSpool) throws {
    let printer = LogPrinter(service: service, isJSON: isJSON)
    var readers = try spool.readers()
    var bytes: [UInt8] = []
    LogMerge.merge(count: readers.count, next: { printer.readerIsGone ? nil : readers[$0].next() }) { entry in
      bytes += printer.line(entry)
      guard bytes.count > 1 << 16 else { return }
      printer.write(bytes)
      bytes.removeAll(keepingCapacity: true)
    }
    if !bytes.isEmpty { printer.write(bytes) }
  }

  private func tell(_ failures: [HostSighting]) {
    guard !isJSON else {
      return Console.print(
        failures.compactMap { failure in
          failure.trouble.map { ContainerJSON.failure(failure.host, $0) }
        }.joined())
    }
    for line in ContainerTable.troubles(failures) { Console.complain(line.plain) }
  }

  /// What there is and what comes, until Ctrl-C or until nobody reads.
  func follow() async throws {
    let clock = SystemClock()
    let stream = LogStream(
      hosts: hosts.count, printer: LogPrinter(service: service, isJSON: isJSON), clock: clock)
    let work = Task {
      // All at once: a host that waited for its turn would never get it.
      await fanOut(hosts, limit: hosts.count) { host in
        guard let access = access[host] else { return }
        await feed.follow(access) { news in
          switch news {
          case .entries(let entries): stream.take(entries.filter(chooses))
          case .begun: stream.begin(host)
          case .lost(let trouble): Console.complain(LogText.lost(host, trouble))
          case .found(let container): Console.complain(LogText.found(host, container: container))
          }
        }
      }
    }
    let ticking = Task {
      while !Task.isCancelled {
        try? await clock.sleep(for: .milliseconds(100))
        stream.tick()
        if stream.readerIsGone { work.cancel() }
      }
    }
    let interrupts = Interrupts(first: { work.cancel() }, second: { exit(130) })
    _ = await work.value
    ticking.cancel()
    await ticking.value
    stream.end()
    interrupts.end()
    guard !stream.readerIsGone else { return }
    throw ExitCode(130)
  }
}
