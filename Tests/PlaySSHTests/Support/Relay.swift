import NIOCore
import NIOPosix

/// Passes bytes between a client and a server, in pieces as a test wants them, and cuts where it says.
final class Relay: Sendable {
  private let channel: any Channel

  /// `piece`: at most so many bytes at a time. `cutAfter`: both sides are closed when the server has said so
  /// many bytes. `interference`: what becomes of the server's words.
  init(
    to port: Int, piece: Int = .max, cutAfter: Int = .max, interference: Interference? = nil
  ) async throws {
    channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .childChannelOption(.autoRead, value: false)
      .childChannelInitializer { client in
        ClientBootstrap(group: client.eventLoop)
          .channelInitializer { server in
            server.eventLoop.makeCompletedFuture {
              try server.pipeline.syncOperations.addHandler(
                RelayHandler(peer: client, piece: piece, cutAfter: cutAfter, interference: interference))
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
  private let interference: Interference?
  private var left: Int
  private var pieces = 0

  init(peer: any Channel, piece: Int, cutAfter: Int, interference: Interference? = nil) {
    self.peer = peer
    self.piece = piece
    self.interference = interference
    left = cutAfter
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    var bytes = unwrapInboundIn(data)
    if let interference {
      pieces += 1
      if pieces >= interference.piece, !interfere(interference, &bytes, context) { return }
    }
    if bytes.readableBytes > left { bytes.moveWriterIndex(to: bytes.readerIndex + left) }
    left -= bytes.readableBytes
    while let part = bytes.readSlice(length: min(piece, bytes.readableBytes)), part.readableBytes > 0 {
      peer.writeAndFlush(part, promise: nil)
    }
    guard left == 0 else { return }
    peer.close(promise: nil)
    context.close(promise: nil)
  }

  /// `false`: the bytes are not passed on.
  private func interfere(
    _ interference: Interference, _ bytes: inout ByteBuffer, _ context: ChannelHandlerContext
  ) -> Bool {
    let isNow = pieces == interference.piece
    switch interference.act {
    case .close:
      peer.close(promise: nil)
      context.close(promise: nil)
      return false
    case .stall: return false
    case .flood:
      if isNow { flood(context, interference.garbage(64 * 1024)) }
      return false
    case .garbage:
      if isNow { bytes = interference.garbage(bytes.readableBytes) }
      return true
    case .lie:
      let place = bytes.readerIndex + 3
      if isNow, let byte = bytes.getInteger(at: place, as: UInt8.self) {
        bytes.setInteger(byte ^ 1, at: place)
      }
      return true
    }
  }

  private func flood(_ context: ChannelHandlerContext, _ bytes: ByteBuffer) {
    let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
    peer.writeAndFlush(bytes).whenSuccess {
      // Not at once: a write that is done at once would recurse.
      bound.eventLoop.execute {
        let (handler, context) = bound.value
        if handler.peer.isActive { handler.flood(context, bytes) }
      }
    }
  }

  func channelInactive(context: ChannelHandlerContext) { peer.close(promise: nil) }

  func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
}
