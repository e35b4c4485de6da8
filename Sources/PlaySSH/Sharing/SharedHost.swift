import PlayModel
import Synchronization

/// A host whose connection another process of this user keeps (`SharingServer`); a connection of its own where that one
/// has ended, and for what is not shared.
final class SharedHost: RemoteHost {
  let name: HostName
  private let socket: String
  private let connect: @Sendable () async throws(HostFailure) -> SSHHost
  private let own = Mutex<Task<Result<SSHHost, HostFailure>, Never>?>(nil)

  /// What is sent whole before a command begins.
  private static let mostInput = 1 << 20

  /// - Parameter connect: makes a connection of this process.
  init(name: HostName, socket: String, connect: @escaping @Sendable () async throws(HostFailure) -> SSHHost) {
    self.name = name
    self.socket = socket
    self.connect = connect
  }

  func run(_ command: RemoteCommand) async throws(HostFailure) -> CommandResult {
    if own.withLock({ $0 == nil }), command.stdinHead.count + command.stdin.count <= Self.mostInput {
      switch await SharedCall.carry(command, to: name, at: socket) {
      case .answered(let result): return try result.get()
      case .unavailable: break
      }
    }
    return try await ownConnection().run(command)
  }

  /// The process that keeps the connection decides about that.
  func keepReady(_ line: String, stdinHead: [UInt8], count: Int) {}

  func probe(_ probe: NetworkProbe) async throws(HostFailure) -> ProbeAnswer {
    try await ownConnection().probe(probe)
  }

  func close() async {
    guard let task = own.withLock({ $0 }), case .success(let host) = await task.value else { return }
    await host.close()
  }

  private func ownConnection() async throws(HostFailure) -> SSHHost {
    let task = own.withLock { own in
      let task =
        own
        ?? Task { [connect] in
          do throws(HostFailure) { return .success(try await connect()) } catch { return .failure(error) }
        }
      own = task
      return task
    }
    return try await task.value.get()
  }
}
