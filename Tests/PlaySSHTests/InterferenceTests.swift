import Foundation
import PlayModel
import PlaySSH
import Testing

/// A server that closes, stalls, floods, sends garbage or lies about a length, at each step of a whole exchange:
/// banner, key exchange, authentication, channel.
@Suite struct InterferenceTests {
  /// More than an exchange has.
  private static let pieces = 1...14

  @Test(arguments: Interference.Act.allCases)
  func eachStepEndsInOneErrorAndOtherHostsGoOn(_ act: Interference.Act) async throws {
    let server = try SSHServer(options: ["MaxStartups 200"])
    let connector = SSHConnector(configuration: .isolated)
    let bystander = try await connector.connect(to: server.target())
    let outcomes = try await withThrowingTaskGroup(of: (Int, Result<CommandResult, HostFailure>).self) {
      group in
      for piece in Self.pieces {
        group.addTask {
          let interference = Interference(act: act, piece: piece)
          return (piece, try await Self.run(interference, server, connector))
        }
      }
      var outcomes: [Int: Result<CommandResult, HostFailure>] = [:]
      for try await (piece, outcome) in group {
        outcomes[piece] = outcome
        #expect(try await bystander.run(RemoteCommand("echo untouched")).outputText == "untouched\n")
      }
      return outcomes
    }
    for (piece, outcome) in outcomes.sorted(by: { $0.key < $1.key }) {
      switch outcome {
      case .success(let result):
        #expect(
          result.ending == .unreported || result.ending == .exited(5) && result.outputText == "whole\n",
          "\(act) in piece \(piece): \(result)")
      case .failure(let failure):
        #expect(Self.reasons(act).contains(failure.reason), "\(act) in piece \(piece): \(failure)")
        #expect(!failure.detail.contains("\n"))
      }
    }
    // What comes in the first piece is a server that does not speak SSH; in the last there is nothing left.
    let reasons = outcomes.compactMapValues { outcome -> HostFailure.Reason? in
      if case .failure(let failure) = outcome { failure.reason } else { nil }
    }
    #expect(act == .lie || reasons[1] != nil)
    #expect(reasons.values.contains { $0 == .connectionLost || $0 == .timedOut }, "\(reasons)")
    await bystander.close()
  }

  /// libssh2 1.10 asserts there, which would end the whole process.
  @Test func aLengthThatIsNoWholeNumberOfBlocksIsToldAsSuch() async throws {
    let server = try SSHServer()
    var told: Set<HostFailure.Reason> = []
    for piece in Self.pieces {
      let interference = Interference(act: .lie, piece: piece)
      let outcome = try await Self.run(interference, server, SSHConnector(configuration: .isolated))
      guard case .failure(let failure) = outcome else { continue }
      if failure.detail.hasSuffix("sent what is not SSH: a packet whose length cannot be true") {
        told.insert(failure.reason)
      }
    }
    #expect(told == [.protocolError, .connectionLost])
  }

  private static func reasons(_ act: Interference.Act) -> Set<HostFailure.Reason> {
    switch act {
    case .close: [.connectionFailed, .connectionLost, .authenticationFailed]
    case .stall: [.connectTimedOut, .authenticationTimedOut, .timedOut]
    case .flood, .garbage, .lie:
      [
        .protocolError, .connectionFailed, .connectionLost, .connectTimedOut, .authenticationTimedOut,
        .timedOut,
      ]
    }
  }

  private static func run(
    _ interference: Interference, _ server: SSHServer, _ connector: SSHConnector
  ) async throws -> Result<CommandResult, HostFailure> {
    let relay = try await Relay(to: server.port, interference: interference)
    let target = server.target {
      $0.port = relay.port
      $0.hostKeyPolicy = .off
      $0.connectDeadline = .seconds(5)
      $0.authenticationDeadline = .seconds(5)
    }
    do throws(HostFailure) {
      let host = try await connector.connect(to: target)
      let result = try await host.run(RemoteCommand("echo whole; exit 5", deadline: .seconds(5)))
      await host.close()
      return .success(result)
    } catch {
      return .failure(error)
    }
  }
}
