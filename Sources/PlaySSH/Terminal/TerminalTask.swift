import NIOCore
import PlayModel

/// A command on a terminal: keys go there and what it shows comes back, until it ends.
final class TerminalTask: SettlingTask {
  let isSession = true
  private(set) var isSettled = false

  private enum Stage { case terminal, command, open }

  private let host: HostName
  private let line: String?
  private let terminal: RemoteTerminal
  private let output: @Sendable ([UInt8]) -> Void
  private let scratch: ReadScratch
  private let promise: EventLoopPromise<CommandResult.Ending>
  private var channel: NativeChannel?
  private var stage = Stage.terminal
  private var keys: ArraySlice<UInt8> = []
  private var size: RemoteTerminal.Size?
  private var deadline: LoopTimer?

  init(
    host: HostName, line: String?, terminal: RemoteTerminal, output: @escaping @Sendable ([UInt8]) -> Void,
    scratch: ReadScratch, promise: EventLoopPromise<CommandResult.Ending>
  ) {
    self.host = host
    self.line = line
    self.terminal = terminal
    self.output = output
    self.scratch = scratch
    self.promise = promise
  }

  func expire(with scheduled: LoopTimer) { deadline = scheduled }

  func open(in session: NativeSession) -> NativeOutcome<NativeChannel> {
    session.openChannel(type: "session")
  }

  func opened(_ channel: NativeChannel) { self.channel = channel }

  func refused(_ refusal: ChannelRefusal) {
    refused("sshd refused a session: \(refusal.detail)")
  }

  private func refused(_ detail: String) {
    settle(.failure(HostFailure(host: host, reason: .channelRefused, detail: detail)))
  }

  func lost(_ failure: HostFailure) { settle(.failure(failure)) }
  func abandon(_ failure: HostFailure) { settle(.failure(failure)) }

  private func settle(_ result: Result<CommandResult.Ending, HostFailure>) {
    guard !isSettled else { return }
    isSettled = true
    deadline?.cancel()
    promise.completeWith(result.mapError { $0 as any Error })
  }

  func advance(canSend: Bool) -> ChannelProgress {
    guard !isSettled, let channel else { return .finished }
    guard stage == .open else { return begin(on: channel) }
    var progressed = false
    for stream in [NativeChannel.Stream.stdout, .stderr] {
      switch read(stream, of: channel) {
      case .success(let moved): progressed = progressed || moved
      case .failure(let error): return .broken(error)
      }
    }
    if channel.isAtEnd, channel.ending != nil || channel.isClosedByPeer {
      let ending: CommandResult.Ending =
        switch channel.ending {
        case .status(let code): .exited(Int(code))
        case .signal(let name): .signalled(name)
        case nil: .unreported
        }
      settle(.success(ending))
      return .finished
    }
    if canSend, send(on: channel) { progressed = true }
    return progressed ? .progressed : .waiting
  }

  private func begin(on channel: NativeChannel) -> ChannelProgress {
    let outcome: NativeOutcome<Void>
    switch stage {
    case .terminal:
      outcome = channel.requestTerminal(
        terminal.type, columns: terminal.size.columns, rows: terminal.size.rows)
    case .command: outcome = line.map(channel.execute) ?? channel.startShell()
    case .open: return .waiting
    }
    switch outcome {
    case .incomplete: return .waiting
    case .complete:
      stage = stage == .terminal ? .command : .open
      return .progressed
    case .failed(let error):
      // A lost transport is for the connection to report, to everyone on it.
      guard !error.isDisconnect else { return .waiting }
      refused(
        stage == .terminal
          ? "sshd gave no terminal: \(error.message)" : "sshd refused to run the command: \(error.message)")
      return .finished
    }
  }

  private func read(_ stream: NativeChannel.Stream, of channel: NativeChannel) -> Result<Bool, NativeError> {
    var progressed = false
    while true {
      switch channel.read(stream, into: scratch.memory) {
      case .complete(0), .incomplete: return .success(progressed)
      case .complete(let count):
        progressed = true
        output([UInt8](UnsafeRawBufferPointer(rebasing: scratch.memory[..<count])))
      case .failed(let error): return error.isDisconnect ? .success(progressed) : .failure(error)
      }
    }
  }

  private func send(on channel: NativeChannel) -> Bool {
    let news = terminal.takeNews()
    keys += news.keys
    size = news.size ?? size
    var progressed = false
    if let wanted = size, case .complete = channel.resizeTerminal(columns: wanted.columns, rows: wanted.rows)
    {
      size = nil
      progressed = true
    }
    while !keys.isEmpty {
      guard case .complete(let count) = keys.withUnsafeBytes({ channel.write($0) }), count > 0 else { break }
      keys.removeFirst(count)
      progressed = true
    }
    return progressed
  }
}
