import Foundation
import NIOCore
import PlayModel
import Testing

@testable import PlaySSH

/// A whole exchange, handed over in the worst pieces.
@Suite struct WireTests {
  @Test func byteByByteNothingIsLost() async throws {
    let server = try SSHServer()
    let relay = try await Relay(to: server.port, piece: 1)
    let host = try await server.connect {
      $0.port = relay.port
      $0.hostKeyPolicy = .off
    }
    let input = (0..<3000).map { UInt8(truncatingIfNeeded: $0) }
    let result = try await host.run(RemoteCommand("cat; echo err >&2; exit 7", stdin: input))
    #expect(result.stdout == input)
    #expect(result.errorText == "err\n")
    #expect(result.ending == .exited(7))
    await host.close()
  }

  /// Wherever the server's words are cut off, the run ends in one clear failure, or in the true result if
  /// all of it had come; never in a false one, never in a wait.
  @Test func cutAtManyPlacesNothingIsMadeUp() async throws {
    try await Self.cut(at: Array(stride(from: 1, through: 4200, by: 23)) + Array(2900...2960))
  }

  /// `cuts`: bytes of the server. `FuzzTests` has them all.
  static func cut(at cuts: [Int]) async throws {
    let server = try SSHServer(options: ["MaxStartups 200"])
    let connector = SSHConnector(configuration: .isolated)
    let outcomes = try await withThrowingTaskGroup(of: (Int, Result<CommandResult, HostFailure>).self) {
      group in
      var next = cuts.makeIterator()
      func add() -> Bool {
        guard let cut = next.next() else { return false }
        group.addTask { (cut, try await run(cut, server, connector)) }
        return true
      }
      for _ in 0..<8 { _ = add() }
      var outcomes: [Int: Result<CommandResult, HostFailure>] = [:]
      while let (cut, outcome) = try await group.next() {
        outcomes[cut] = outcome
        _ = add()
      }
      return outcomes
    }
    for (cut, outcome) in outcomes {
      switch outcome {
      case .success(let result):
        #expect(result.ending == .exited(5) || result.ending == .unreported, "cut at \(cut): \(result)")
        if result.ending == .exited(5) { #expect(result.outputText == "whole\n", "cut at \(cut)") }
      case .failure(let failure):
        #expect(
          [.connectionFailed, .protocolError, .connectionLost, .authenticationFailed].contains(
            failure.reason),
          "cut at \(cut): \(failure)")
      }
    }
    #expect(outcomes.values.contains { (try? $0.get().ending) == .exited(5) })
  }

  private static func run(
    _ cut: Int, _ server: SSHServer, _ connector: SSHConnector
  ) async throws -> Result<CommandResult, HostFailure> {
    let relay = try await Relay(to: server.port, cutAfter: cut)
    let target = server.target {
      $0.port = relay.port
      $0.hostKeyPolicy = .off
      // One try only: a pause would not fit.
      $0.connectDeadline = .seconds(20)
      $0.sshArguments = ["-o", "ConnectionAttempts=1"]
    }
    do throws(HostFailure) {
      let host = try await connector.connect(to: target)
      let result = try await host.run(RemoteCommand("echo whole; exit 5", deadline: .seconds(20)))
      await host.close()
      return .success(result)
    } catch {
      return .failure(error)
    }
  }
}
