import NIOCore
import NIOPosix

/// An ssh-agent, asked over its socket. libssh2 has an agent client too, but it blocks.
///
/// The agent answers in the order it was asked, so requests are sent at once and wait in a line.
final class AgentClient: Sendable {
  let socketPath: String
  private let channel: any Channel
  private let handler: NIOLoopBound<AgentHandler>

  private init(socketPath: String, channel: any Channel, handler: NIOLoopBound<AgentHandler>) {
    self.socketPath = socketPath
    self.channel = channel
    self.handler = handler
  }

  static func connect(to socketPath: String) async throws -> AgentClient {
    let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .connectTimeout(.seconds(5))
      .channelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          try channel.pipeline.syncOperations.addHandler(AgentHandler(eventLoop: channel.eventLoop))
        }
      }
      .connect(unixDomainSocketPath: socketPath).get()
    let handler = try await channel.eventLoop.submit {
      NIOLoopBound(
        try channel.pipeline.syncOperations.handler(type: AgentHandler.self), eventLoop: channel.eventLoop)
    }.get()
    return AgentClient(socketPath: socketPath, channel: channel, handler: handler)
  }

  func identities() async throws -> [AgentIdentity] {
    let answer = try await ask(AgentMessage.identitiesRequest()).get()
    guard let identities = AgentMessage.identities(in: answer) else { throw AgentProblem.badAnswer }
    return identities
  }

  /// Signs on the agent; fails when it refuses. Completes on the agent's event loop.
  func sign(_ data: [UInt8], with key: PublicKey, algorithm: String) -> EventLoopFuture<[UInt8]> {
    ask(AgentMessage.signRequest(key: key, data: data, algorithm: algorithm)).flatMapThrowing { answer in
      guard let signature = AgentMessage.signature(in: answer, algorithm: algorithm) else {
        throw AgentProblem.refused
      }
      return signature
    }
  }

  func close() { channel.close(promise: nil) }

  private func ask(_ message: [UInt8]) -> EventLoopFuture<[UInt8]> {
    channel.eventLoop.flatSubmit { [handler] in handler.value.ask(message) }
  }
}

/// Why an agent gave nothing.
enum AgentProblem: Error, Hashable {
  case badAnswer
  case refused
  case closed
}
