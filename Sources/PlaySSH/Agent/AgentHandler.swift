import NIOCore

/// Frames the agent's messages and gives each answer to the oldest question.
final class AgentHandler: ChannelInboundHandler {
  typealias InboundIn = ByteBuffer

  /// OpenSSH's agent and client refuse larger ones (AGENT_MAX_LEN).
  private static let longestMessage = 256 * 1024

  private let eventLoop: any EventLoop
  private var context: ChannelHandlerContext?
  private var received = ByteBuffer()
  private var questions = CircularBuffer<EventLoopPromise<[UInt8]>>()

  init(eventLoop: any EventLoop) { self.eventLoop = eventLoop }

  func handlerAdded(context: ChannelHandlerContext) { self.context = context }

  func handlerRemoved(context: ChannelHandlerContext) { end(context) }

  func ask(_ message: [UInt8]) -> EventLoopFuture<[UInt8]> {
    guard let context else { return eventLoop.makeFailedFuture(AgentProblem.closed) }
    var bytes = context.channel.allocator.buffer(capacity: message.count + 4)
    bytes.writeInteger(UInt32(message.count))
    bytes.writeBytes(message)
    let promise = eventLoop.makePromise(of: [UInt8].self)
    questions.append(promise)
    context.writeAndFlush(NIOAny(bytes), promise: nil)
    return promise.futureResult
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    var bytes = unwrapInboundIn(data)
    received.writeBuffer(&bytes)
    while let length = received.getInteger(at: received.readerIndex, as: UInt32.self) {
      guard length > 0, length <= Self.longestMessage else {
        context.close(promise: nil)
        return end(context)
      }
      guard received.readableBytes >= 4 + Int(length) else { break }
      received.moveReaderIndex(forwardBy: 4)
      guard let message = received.readBytes(length: Int(length)) else { break }
      questions.popFirst()?.succeed(message)
    }
    received.discardReadBytes()
  }

  func channelInactive(context: ChannelHandlerContext) { end(context) }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    context.close(promise: nil)
    end(context)
  }

  private func end(_ context: ChannelHandlerContext) {
    self.context = nil
    while let question = questions.popFirst() { question.fail(AgentProblem.closed) }
  }
}
