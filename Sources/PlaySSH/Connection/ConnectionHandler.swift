import NIOCore

/// The end of a TCP channel's pipeline: hands bytes and events to the connection, which does the rest.
final class ConnectionHandler: ChannelInboundHandler, Transport {
  typealias InboundIn = ByteBuffer

  let connection: Connection
  private var context: ChannelHandlerContext?

  init(connection: Connection) { self.connection = connection }

  func handlerAdded(context: ChannelHandlerContext) { self.context = context }

  func handlerRemoved(context: ChannelHandlerContext) {
    self.context = nil
    connection.ended(nil)
  }

  func channelActive(context: ChannelHandlerContext) { connection.start(on: self) }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    connection.received(unwrapInboundIn(data))
  }

  func channelInactive(context: ChannelHandlerContext) { connection.ended(nil) }

  func channelWritabilityChanged(context: ChannelHandlerContext) {
    if context.channel.isWritable { connection.drive() }
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    connection.ended(error)
    context.close(promise: nil)
  }

  var isWritable: Bool { context?.channel.isWritable ?? true }

  func send(_ bytes: ByteBuffer) { context?.writeAndFlush(NIOAny(bytes), promise: nil) }

  func close() { context?.close(promise: nil) }
}
