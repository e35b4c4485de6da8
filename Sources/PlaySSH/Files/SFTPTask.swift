import NIOCore
import PlayModel

/// A file's upload over the host's `sftp` subsystem.
final class SFTPTask: SettlingTask {
  let isSession = true
  private(set) var isSettled = false

  private let host: HostName
  private let path: String
  private let scratch: ReadScratch
  /// `false`: there is no SFTP there that would do, and nothing was written.
  private let promise: EventLoopPromise<Bool>
  private let transfer: SFTPUpload
  private var channel: NativeChannel?
  private var isAccepted = false
  private var deadline: LoopTimer?

  init(
    host: HostName, path: String, transfer: SFTPUpload, scratch: ReadScratch, promise: EventLoopPromise<Bool>
  ) {
    self.host = host
    self.path = path
    self.transfer = transfer
    self.scratch = scratch
    self.promise = promise
  }

  func expire(with scheduled: LoopTimer) { deadline = scheduled }

  func open(in session: NativeSession) -> NativeOutcome<NativeChannel> {
    session.openChannel(type: "session")
  }

  func opened(_ channel: NativeChannel) { self.channel = channel }

  func refused(_ refusal: ChannelRefusal) {
    settle(
      .failure(
        HostFailure(
          host: host, reason: .channelRefused, detail: "sshd refused a session: \(refusal.detail)")))
  }

  func lost(_ failure: HostFailure) { settle(.failure(failure)) }

  func abandon(_ failure: HostFailure) { settle(.failure(failure)) }

  private func settle(_ result: Result<Bool, HostFailure>) {
    guard !isSettled else { return }
    isSettled = true
    deadline?.cancel()
    promise.completeWith(result.mapError { $0 as any Error })
  }

  func advance(canSend: Bool) -> ChannelProgress {
    guard !isSettled, let channel else { return .finished }
    var progressed = false
    if !isAccepted {
      switch channel.startSubsystem("sftp") {
      case .incomplete: return .waiting
      case .failed(let error):
        if error.isDisconnect { return .waiting }
        guard error.isChannelRefusal else { return .broken(error) }
        settle(.success(false))
        return .finished
      case .complete:
        isAccepted = true
        progressed = true
      }
    }
    if canSend, send(on: channel) { progressed = true }
    switch receive(from: channel) {
    case .failed(let error): return .broken(error)
    case .complete(true): progressed = true
    case .complete(false), .incomplete: break
    }
    if let outcome = transfer.outcome {
      settle(result(outcome))
      return .finished
    }
    guard !channel.isAtEnd else {
      // Such as a subsystem whose program is not installed.
      settle(transfer.hasBegun ? result(.failed("the server's SFTP ended early")) : .success(false))
      return .finished
    }
    return progressed ? .progressed : .waiting
  }

  private func send(on channel: NativeChannel) -> Bool {
    var progressed = false
    while true {
      if transfer.outbound.isEmpty { transfer.refill() }
      guard !transfer.outbound.isEmpty else { return progressed }
      let outcome = transfer.outbound.withUnsafeBytes { channel.write($0) }
      guard case .complete(let count) = outcome, count > 0 else { return progressed }
      transfer.outbound.removeFirst(count)
      progressed = true
    }
  }

  /// Whether anything came.
  private func receive(from channel: NativeChannel) -> NativeOutcome<Bool> {
    var progressed = false
    for stream in [NativeChannel.Stream.stdout, .stderr] {
      reading: while true {
        switch channel.read(stream, into: scratch.memory) {
        case .complete(0), .incomplete: break reading
        case .complete(let count):
          progressed = true
          if stream == .stdout {
            transfer.receive(UnsafeRawBufferPointer(rebasing: scratch.memory[..<count]))
          }
        case .failed(let error):
          if !error.isDisconnect { return .failed(error) }
          break reading
        }
      }
    }
    return .complete(progressed)
  }

  private func result(_ outcome: SFTPUpload.Outcome) -> Result<Bool, HostFailure> {
    switch outcome {
    case .done: .success(true)
    case .unsuitable: .success(false)
    case .failed(let why):
      .failure(HostFailure(host: host, reason: .uploadFailed, detail: "\(path) could not be written: \(why)"))
    }
  }
}
