import PlayModel
import PlayRunner
import Synchronization
import Testing

@testable import PlayCLI

@Suite struct ConnectionsAheadTests {
  private struct Link: HostLink {
    let number: Int

    func carry(_ request: HostRequest, nonce: String) async throws(HostFailure) -> ScriptReport? { nil }
    func probe(_ probe: NetworkProbe) async throws(HostFailure) -> ProbeAnswer { .timedOut }
    func close() async {}
  }

  /// Which hosts were connected to, in their order.
  private final class Calls: Sendable {
    private let made = Mutex<[HostName]>([])

    var hosts: [HostName] { made.withLock(\.self) }

    @Sendable func connect(_ access: HostAccess) async -> ConnectionsAhead.Opened {
      let number = made.withLock { made in
        made.append(access.target.name)
        return made.count
      }
      return .success(Link(number: number))
    }
  }

  private func access(_ names: [HostName]) -> [HostName: HostAccess] {
    Dictionary(
      uniqueKeysWithValues: names.map {
        ($0, HostAccess(target: ConnectionTarget(name: $0, address: "192.0.2.1")))
      })
  }

  private func number(_ opened: ConnectionsAhead.Opened) -> Int? { (try? opened.get() as? Link)?.number }

  @Test func theFirstAreBegunAndGivenOnce() async throws {
    let calls = Calls()
    let hosts = access(["h3", "h1", "h2"])
    let ahead = ConnectionsAhead(to: hosts, limit: 2, connect: calls.connect)
    while calls.hosts.count < 2 { await Task.yield() }
    #expect(Set(calls.hosts) == ["h1", "h2"])
    let first = number(await ahead.link(to: try #require(hosts["h1"])))
    #expect(calls.hosts.count == 2)
    let second = number(await ahead.link(to: try #require(hosts["h1"])))
    #expect(calls.hosts.count == 3 && second == 3 && first != second)
    _ = await ahead.link(to: try #require(hosts["h3"]))
    #expect(calls.hosts.last == "h3")
  }

  /// A run that is refused before it looks at its hosts leaves no login half-way.
  @Test func whatNobodyTakesIsGivenUp() async throws {
    let isCancelled = Mutex(false)
    let hasBegun = Mutex(false)
    var ahead: ConnectionsAhead? = ConnectionsAhead(to: access(["h1"]), limit: 1) { access in
      hasBegun.withLock { $0 = true }
      while !Task.isCancelled { await Task.yield() }
      isCancelled.withLock { $0 = true }
      return .failure(HostFailure(host: access.target.name, reason: .cancelled, detail: "given up"))
    }
    while !hasBegun.withLock(\.self) { await Task.yield() }
    #expect(ahead != nil)
    ahead = nil
    while !isCancelled.withLock(\.self) { await Task.yield() }
  }
}
