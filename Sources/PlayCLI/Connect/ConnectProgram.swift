import ArgumentParser
import Foundation
import PlayModel
import PlayRunner
import PlaySSH

/// Opens connections and keeps them until somebody says so, or nobody uses them.
struct ConnectProgram: Sendable {
  let hosts: [HostName]
  let access: [HostName: HostAccess]
  let forks: Int
  /// The longest time without use.
  let idle: Duration
  let isDetached: Bool

  private enum Ending {
    case done
    case nobodyReached
    case allLost
  }

  func run(_ server: SharingServer) async throws {
    let work = Task { () -> Ending in
      let opened = await open(server)
      let elsewhere = opened.filter { $0.outcome == .keptElsewhere }.map(\.host)
      if !elsewhere.isEmpty {
        Console.print("another swiftplay connect keeps \(HostSet(elsewhere)) already\n")
      }
      let kept = opened.filter { $0.outcome == .kept }.map(\.host)
      guard !kept.isEmpty, !Task.isCancelled else { return opened.isEmpty ? .nobodyReached : .done }
      Console.print("connected to \(HostSet(kept)) until \(lastWords)\n")
      if isDetached { BackgroundProgram.detach() }
      while !Task.isCancelled, !server.isAskedToEnd, server.idle < idle {
        if server.hosts.isEmpty { return .allLost }
        try? await Task.sleep(for: .milliseconds(200))
      }
      return .done
    }
    let interrupts = Interrupts(first: { work.cancel() }, second: { exit(130) })
    let ending = await work.value
    await server.end()
    interrupts.end()
    if work.isCancelled { throw ExitCode(130) }
    if ending == .allLost { Console.complain("all connections are lost") }
    if ending != .done { throw ExitCode(4) }
  }

  /// - Returns: the hosts that others can reach without a login now.
  private func open(_ server: SharingServer) async -> [(host: HostName, outcome: SharingServer.Outcome)] {
    let opened = await fanOut(hosts, limit: forks) { host -> (HostName, SharingServer.Outcome)? in
      guard let access = access[host] else { return nil }
      // What is asked as another user has no shell that could be ready.
      let head = access.become == nil ? HostScript.head(access.engine) : nil
      do throws(HostFailure) {
        return (
          host,
          try await server.keep(
            access.target, shell: head == nil ? nil : HostScript.shell, stdinHead: head ?? [])
        )
      } catch {
        if error.reason != .cancelled {
          Console.complain("\(host): \(error.detail)" + (error.advice.map { "\n  \($0)" } ?? ""))
        }
        return nil
      }
    }
    return opened.compactMap(\.self).map { (host: $0.0, outcome: $0.1) }
  }

  private var lastWords: String {
    let minutes = idle.components.seconds / 60
    return "\(isDetached ? "swiftplay connect --end" : "Ctrl-C"), or \(minutes) min without use"
  }
}
