import Foundation
import NIOCore
import NIOPosix
import PlayModel

/// One command on a connection that another process keeps.
final class SharedCall: ChannelInboundHandler {
  typealias InboundIn = ByteBuffer
  typealias OutboundOut = ByteBuffer

  enum Answer: Sendable {
    case answered(Result<CommandResult, HostFailure>)
    /// Nobody keeps it any more, and nothing was carried out.
    case unavailable
  }

  /// Who does not say welcome in this time stands still.
  private static let patience = TimeAmount.seconds(2)
  /// How much later than the command's own deadline an answer is not waited for any more.
  private static let grace = TimeAmount.seconds(15)
  private static let pieceSize = 1 << 20
  /// One for all: the hosts' answers come in the same moments, and a thread that has to be woken first comes after what
  /// the hosts do on a machine they share.
  private static let loop = MultiThreadedEventLoopGroup.singleton.next()

  private let command: RemoteCommand
  private let host: HostName
  private let promise: EventLoopPromise<Answer>
  private var output: CommandOutput
  private var received = ByteBuffer()
  private var isWelcome = false
  private var timer: Scheduled<Void>?
  private var context: ChannelHandlerContext?
  private var isSettled = false

  private init(_ command: RemoteCommand, host: HostName, promise: EventLoopPromise<Answer>) {
    self.command = command
    self.host = host
    self.promise = promise
    output = CommandOutput(limit: command.outputLimit, onOutput: command.onOutput)
  }

  static func carry(_ command: RemoteCommand, to host: HostName, at socket: String) async -> Answer {
    let promise = loop.makePromise(of: Answer.self)
    let channel: any Channel
    do {
      channel = try await ClientBootstrap(group: loop).connectTimeout(patience)
        .channelInitializer { channel in
          channel.eventLoop.makeCompletedFuture {
            try channel.pipeline.syncOperations.addHandler(
              SharedCall(command, host: host, promise: promise))
          }
        }
        .connect(unixDomainSocketPath: socket).get()
    } catch {
      promise.succeed(.unavailable)
      return .unavailable
    }
    return await withTaskCancellationHandler {
      (try? await promise.futureResult.get()) ?? .unavailable
    } onCancel: {
      // The other side ends what runs when it hears that nobody listens.
      channel.pipeline.fireUserInboundEventTriggered(Cancelled())
    }
  }

  private struct Cancelled {}

  func channelActive(context: ChannelHandlerContext) {
    self.context = context
    send(.hello)
    wait(Self.patience)
  }

  func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
    guard event is Cancelled else { return context.fireUserInboundEventTriggered(event) }
    settle(.answered(.failure(failure(.cancelled, "the run was cancelled"))))
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    var bytes = unwrapInboundIn(data)
    received.writeBuffer(&bytes)
    while !isSettled {
      do throws(SharingFrame.Unreadable) {
        guard let frame = try SharingFrame.read(from: &received) else { return }
        heard(frame)
      } catch {
        return lost("said what is no answer")
      }
    }
  }

  func channelInactive(context: ChannelHandlerContext) { lost("has ended") }

  func errorCaught(context: ChannelHandlerContext, error: any Error) { lost("has ended: \(error)") }

  private func heard(_ frame: SharingFrame) {
    switch frame {
    case .welcome where !isWelcome:
      isWelcome = true
      ask()
    case .gone: settle(.unavailable)
    case .stdout(let bytes) where isWelcome: bytes.withUnsafeBytes { output.add($0, to: .stdout) }
    case .stderr(let bytes) where isWelcome: bytes.withUnsafeBytes { output.add($0, to: .stderr) }
    case .done(let bytes) where isWelcome:
      guard let ending = try? JSONDecoder().decode(SharedEnding.self, from: Data(bytes)) else {
        return lost("said what is no answer")
      }
      settle(.answered(.success(output.result(ending.ending))))
    case .failed(let bytes) where isWelcome:
      guard let told = try? JSONDecoder().decode(HostFailure.self, from: Data(bytes)) else {
        return lost("said what is no answer")
      }
      // The other process may know the host by another name.
      settle(
        .answered(
          .failure(HostFailure(host: host, reason: told.reason, detail: told.detail, advice: told.advice))))
    default: lost("said what is no answer")
    }
  }

  private func ask() {
    guard let request = try? JSONEncoder().encode(SharedCommand(command)) else { return settle(.unavailable) }
    send(.request(Array(request)))
    let input = command.stdinHead + command.stdin
    for start in stride(from: 0, to: input.count, by: Self.pieceSize) {
      send(.input(Array(input[start..<min(start + Self.pieceSize, input.count)])))
    }
    send(.go)
    wait(TimeAmount(command.deadline) + Self.grace)
  }

  private func wait(_ time: TimeAmount) {
    timer?.cancel()
    timer = context?.eventLoop.assumeIsolated().scheduleTask(in: time) { self.lost("does not answer") }
  }

  private func send(_ frame: SharingFrame) {
    context?.writeAndFlush(wrapOutboundOut(frame.buffer), promise: nil)
  }

  private func lost(_ what: String) {
    guard isWelcome else { return settle(.unavailable) }
    settle(
      .answered(
        .failure(
          failure(.connectionLost, "the process that keeps the connection (swiftplay connect) \(what)"))))
  }

  private func failure(_ reason: HostFailure.Reason, _ detail: String) -> HostFailure {
    HostFailure(host: host, reason: reason, detail: detail)
  }

  private func settle(_ answer: Answer) {
    guard !isSettled else { return }
    isSettled = true
    timer?.cancel()
    promise.succeed(answer)
    context?.close(promise: nil)
    context = nil
  }
}
