import Foundation
import NIOCore
import PlayModel

/// What one other process asks of a kept connection.
final class SharingSession: ChannelInboundHandler {
  typealias InboundIn = ByteBuffer
  typealias OutboundOut = ByteBuffer

  private enum Phase {
    case greeting
    case asking
    case hearing(SharedCommand, input: [UInt8])
    case running(Task<Void, Never>)
    case over
  }

  /// What may be sent as stdin; who has more makes a connection of their own.
  private static let mostInput = 2 << 20

  private let host: SSHHost
  private let server: SharingServer
  private let valve = OutputValve()
  private var received = ByteBuffer()
  private var phase = Phase.greeting

  init(host: SSHHost, server: SharingServer) {
    self.host = host
    self.server = server
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    var bytes = unwrapInboundIn(data)
    received.writeBuffer(&bytes)
    do throws(SharingFrame.Unreadable) {
      while let frame = try SharingFrame.read(from: &received) { try heard(frame, context) }
    } catch {
      end(context)
    }
  }

  private func heard(
    _ frame: SharingFrame, _ context: ChannelHandlerContext
  ) throws(SharingFrame.Unreadable) {
    switch (phase, frame) {
    case (.greeting, .hello):
      phase = .asking
      context.writeAndFlush(wrapOutboundOut(SharingFrame.welcome.buffer), promise: nil)
    case (.greeting, .end):
      server.ask(toEnd: true)
      end(context)
    case (.asking, .request(let bytes)):
      guard let command = try? JSONDecoder().decode(SharedCommand.self, from: Data(bytes)) else {
        throw SharingFrame.Unreadable()
      }
      phase = .hearing(command, input: [])
    case (.hearing(let command, let input), .input(let more)):
      guard input.count + more.count <= Self.mostInput else { throw SharingFrame.Unreadable() }
      phase = .hearing(command, input: input + more)
    case (.hearing(let command, let input), .go):
      guard let command = command.command(input: input) else { throw SharingFrame.Unreadable() }
      begin(command, context)
    default: throw SharingFrame.Unreadable()
    }
  }

  private func begin(_ command: RemoteCommand, _ context: ChannelHandlerContext) {
    guard server.keeps(host) else {
      context.writeAndFlush(wrapOutboundOut(SharingFrame.gone.buffer), promise: nil)
      return end(context)
    }
    let channel = context.channel
    var command = command
    command.onOutput = { chunk in
      let frame: SharingFrame = chunk.stream == .stdout ? .stdout(chunk.bytes) : .stderr(chunk.bytes)
      channel.writeAndFlush(frame.buffer, promise: nil)
    }
    server.began()
    let work = Work(command: command, host: host, valve: valve, channel: channel, server: server)
    let task = Task { await work.carryOut() }
    phase = .running(task)
  }

  private struct Work: Sendable {
    let command: RemoteCommand
    let host: SSHHost
    let valve: OutputValve
    let channel: any Channel
    let server: SharingServer

    func carryOut() async {
      let answer: SharingFrame
      do throws(HostFailure) {
        answer = .done(encoded(SharedEnding(try await host.run(command, valve: valve).ending)))
      } catch {
        // Whoever still waits has not cancelled it.
        let isEnded = error.reason == .cancelled
        answer = .failed(
          encoded(
            isEnded
              ? HostFailure(host: host.name, reason: .connectionLost, detail: "swiftplay connect was ended")
              : error))
      }
      server.ended()
      try? await channel.writeAndFlush(answer.buffer)
      try? await channel.close()
    }
  }

  private static func encoded(_ value: some Encodable) -> [UInt8] {
    (try? JSONEncoder().encode(value)).map { Array($0) } ?? []
  }

  func channelWritabilityChanged(context: ChannelHandlerContext) {
    guard context.channel.isWritable else { return valve.close() }
    valve.open()
    host.goOn()
  }

  func channelInactive(context: ChannelHandlerContext) { end(context) }

  func errorCaught(context: ChannelHandlerContext, error: any Error) { end(context) }

  /// Nobody waits for the answer any more: what runs is given up as its command says.
  private func end(_ context: ChannelHandlerContext) {
    if case .running(let task) = phase { task.cancel() }
    phase = .over
    context.close(promise: nil)
  }
}
