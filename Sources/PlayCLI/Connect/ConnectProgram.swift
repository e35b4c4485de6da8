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

  func run(_ server: SharingServer) async throws {
    let work = Task {
      let kept = await open(server)
      guard !kept.isEmpty, !Task.isCancelled else { return kept }
      Console.print("connected to \(HostSet(kept)) until \(lastWords)\n")
      if isDetached { BackgroundProgram.detach() }
      while !Task.isCancelled, !server.isAskedToEnd, !server.hosts.isEmpty, server.idle < idle {
        try? await Task.sleep(for: .milliseconds(200))
      }
      return kept
    }
    let interrupts = Interrupts(first: { work.cancel() }, second: { exit(130) })
    let kept = await work.value
    let lost = kept.isEmpty || work.isCancelled || server.isAskedToEnd ? false : server.hosts.isEmpty
    await server.end()
    interrupts.end()
    if work.isCancelled { throw ExitCode(130) }
    if lost { Console.complain("all connections are lost") }
    if kept.isEmpty || lost { throw ExitCode(4) }
  }

  /// - Returns: the hosts that are connected to now.
  private func open(_ server: SharingServer) async -> [HostName] {
    let kept = await fanOut(hosts, limit: forks) { host -> HostName? in
      guard let access = access[host] else { return nil }
      // What is asked as another user has no shell that could be ready.
      let head = access.become == nil ? HostScript.head(access.engine) : nil
      do throws(HostFailure) {
        let outcome = try await server.keep(
          access.target, shell: head == nil ? nil : HostScript.shell, stdinHead: head ?? [])
        if outcome == .kept { return host }
        Console.complain("\(host): another swiftplay connect keeps this connection already")
      } catch {
        Console.complain("\(host): \(error.detail)" + (error.advice.map { "\n  \($0)" } ?? ""))
      }
      return nil
    }
    return kept.compactMap(\.self)
  }

  private var lastWords: String {
    let minutes = idle.components.seconds / 60
    return "\(isDetached ? "swiftplay connect --end" : "Ctrl-C"), or \(minutes) min without use"
  }
}
