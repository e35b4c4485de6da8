import NIOCore
import NIOPosix

#if canImport(Glibc)
  import Glibc
#endif

/// A TCP server that does to each connection what a test wants, SSH or not.
final class ScriptedServer: Sendable {
  enum Act: Sendable {
    /// Accepts and says nothing.
    case stall
    case say([UInt8])
    /// Says it and closes.
    case sayAndClose([UInt8])
    /// Says it, again and again.
    case flood([UInt8])
    /// Closes with a reset.
    case reset
  }

  private let channel: any Channel
  let accepted = Counter()

  init(_ acts: @escaping @Sendable (Int) -> Act) async throws {
    let accepted = accepted
    channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
      .childChannelInitializer { channel in
        accepted.increment()
        let act = acts(accepted.value)
        return channel.eventLoop.makeCompletedFuture {
          try channel.pipeline.syncOperations.addHandler(ScriptedHandler(act: act))
        }
      }
      .bind(host: "127.0.0.1", port: 0).get()
  }

  deinit { channel.close(promise: nil) }

  var port: Int { channel.localAddress?.port ?? 0 }
}

private final class ScriptedHandler: ChannelInboundHandler {
  typealias InboundIn = ByteBuffer

  private let act: ScriptedServer.Act

  init(act: ScriptedServer.Act) { self.act = act }

  func channelActive(context: ChannelHandlerContext) {
    switch act {
    case .stall: break
    case .say(let bytes): context.writeAndFlush(NIOAny(ByteBuffer(bytes: bytes)), promise: nil)
    case .sayAndClose(let bytes):
      context.writeAndFlush(NIOAny(ByteBuffer(bytes: bytes)), promise: nil)
      context.close(promise: nil)
    case .flood(let bytes): flood(context, bytes)
    case .reset:
      let bound = NIOLoopBound(context, eventLoop: context.eventLoop)
      // A linger of zero seconds makes close(2) send RST.
      (context.channel as? any SocketOptionProvider)?.setSoLinger(linger(l_onoff: 1, l_linger: 0))
        .whenComplete { _ in bound.value.close(promise: nil) }
    }
  }

  private func flood(_ context: ChannelHandlerContext, _ bytes: [UInt8]) {
    let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
    context.writeAndFlush(NIOAny(ByteBuffer(bytes: bytes))).whenSuccess {
      // Not at once: a write that is done at once would recurse.
      bound.eventLoop.execute {
        let (handler, context) = bound.value
        if context.channel.isActive { handler.flood(context, bytes) }
      }
    }
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
}
