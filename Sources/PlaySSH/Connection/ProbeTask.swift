import NIOCore
import PlayModel

/// One question to a socket, through a `direct-tcpip` channel (RFC 4254 section 7.2).
final class ProbeTask: SettlingTask {
  let isSession = false
  private(set) var isSettled = false

  private let probe: NetworkProbe
  private let scratch: ReadScratch
  private let promise: EventLoopPromise<ProbeAnswer>
  private var channel: NativeChannel?
  private var exchange: HTTPExchange?
  private var deadline: LoopTimer?

  init(probe: NetworkProbe, scratch: ReadScratch, promise: EventLoopPromise<ProbeAnswer>) {
    self.probe = probe
    self.scratch = scratch
    self.promise = promise
  }

  func expire(with deadline: LoopTimer) { self.deadline = deadline }

  func abandon(_ failure: HostFailure) {
    drop()
    settle(failure.reason == .timedOut ? .success(.timedOut) : .failure(failure))
  }

  func lost(_ failure: HostFailure) { settle(.failure(failure)) }

  func refused(_ refusal: ChannelRefusal) { settle(.success(.refused(refusal.detail))) }

  private func settle(_ result: Result<ProbeAnswer, HostFailure>) {
    guard !isSettled else { return }
    isSettled = true
    deadline?.cancel()
    exchange?.end()
    promise.completeWith(result.mapError { $0 as any Error })
  }

  func open(in session: NativeSession) -> NativeOutcome<NativeChannel> {
    session.openDirectTCP(host: probe.address, port: probe.port)
  }

  func opened(_ channel: NativeChannel) {
    self.channel = channel
    switch probe.question {
    case .tcp: settle(.success(.connected))
    case .http(let path, let hostHeader, let headers):
      do {
        exchange = try HTTPExchange(path: path, hostHeader: hostHeader, headers: headers)
      } catch {
        settle(.success(.refused("the request could not be written: \(error)")))
      }
    }
  }

  func advance(canSend: Bool) -> ChannelProgress {
    guard !isSettled, let channel, let exchange else { return .finished }
    var progressed = canSend && exchange.send(on: channel)
    reading: while true {
      let count: Int
      switch channel.read(.stdout, into: scratch.memory) {
      case .complete(0), .incomplete: break reading
      case .complete(let read): count = read
      case .failed(let error):
        if !error.isDisconnect { return .broken(error) }
        break reading
      }
      progressed = true
      exchange.receive(UnsafeRawBufferPointer(rebasing: scratch.memory[..<count]))
      if exchange.answer != nil { break reading }
    }
    if exchange.answer == nil, channel.isAtEnd { exchange.receiveEnd() }
    guard let answer = exchange.answer else { return progressed ? .progressed : .waiting }
    drop()
    settle(.success(answer))
    return .finished
  }

  /// The exchange's codec belongs to this event loop's thread, its end too; whoever asked may let go of
  /// this task on another.
  private func drop() {
    exchange?.end()
    exchange = nil
  }
}
