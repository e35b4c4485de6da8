import NIOCore
import NIOPosix

/// Passes bytes between a client and a server, in pieces as a test wants them, and cuts where it says.
final class Relay: Sendable {
  private let channel: any Channel

  /// `piece`: at most so many bytes at a time. `cutAfter`: both sides are closed when the server has said so
  /// many bytes.
  init(to port: Int, piece: Int = .max, cutAfter: Int = .max) async throws {
    channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .childChannelOption(.autoRead, value: false)
      .childChannelInitializer { client in
        ClientBootstrap(group: client.eventLoop)
          .channelInitializer { server in
            server.eventLoop.makeCompletedFuture {
              try server.pipeline.syncOperations.addHandler(
                RelayHandler(peer: client, piece: piece, cutAfter: cutAfter))
            }
          }
          .connect(host: "127.0.0.1", port: port)
          .flatMap { server in
            client.eventLoop.makeCompletedFuture {
              try client.pipeline.syncOperations.addHandler(
                RelayHandler(peer: server, piece: piece, cutAfter: .max))
            }.flatMap { client.setOption(.autoRead, value: true) }
          }
      }
      .bind(host: "127.0.0.1", port: 0).get()
  }

  deinit { channel.close(promise: nil) }

  var port: Int { channel.localAddress?.port ?? 0 }
}

private final class RelayHandler: ChannelInboundHandler {
  typealias InboundIn = ByteBuffer

  private let peer: any Channel
  private let piece: Int
  private var left: Int

  init(peer: any Channel, piece: Int, cutAfter: Int) {
    self.peer = peer
    self.piece = piece
    left = cutAfter
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    var bytes = unwrapInboundIn(data)
    if bytes.readableBytes > left { bytes.moveWriterIndex(to: bytes.readerIndex + left) }
    left -= bytes.readableBytes
    while let part = bytes.readSlice(length: min(piece, bytes.readableBytes)), part.readableBytes > 0 {
      peer.writeAndFlush(part, promise: nil)
    }
    guard left == 0 else { return }
    peer.close(promise: nil)
    context.close(promise: nil)
  }

  func channelInactive(context: ChannelHandlerContext) { peer.close(promise: nil) }

  func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
}
