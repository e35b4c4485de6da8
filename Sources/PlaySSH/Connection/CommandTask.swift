import NIOCore
import PlayModel

/// One command on its channel: the request, stdin, the output, and how it ended.
final class CommandTask: SettlingTask {
  let isSession = true
  private(set) var isSettled = false

  private let host: HostName
  private let line: String
  /// How a command may have been started ahead for this one; `nil` where the line is not the same each time.
  let spareStart: SpareShell.Start?
  let isFollowed: Bool
  private let promise: EventLoopPromise<CommandResult>
  private let scratch: ReadScratch
  private let valve: OutputValve?
  private var channel: NativeChannel?
  private var isAccepted = false
  private var broken: NativeError?
  private var input: CommandInput
  private var output: CommandOutput
  private var escalation: Escalation?
  private var deadline: LoopTimer?
  private var silence: LoopTimer?
  private var lastHeard = NIODeadline.now()

  /// `input`: what goes to stdin instead of the command's own bytes.
  init(
    host: HostName, command: RemoteCommand, input source: (any ByteSource)? = nil, scratch: ReadScratch,
    valve: OutputValve? = nil, promise: EventLoopPromise<CommandResult>
  ) {
    self.host = host
    self.promise = promise
    self.scratch = scratch
    self.valve = valve
    escalation = command.become.map { Escalation($0) }
    line = escalation?.line(for: command.line) ?? command.line
    spareStart =
      command.become == nil && source == nil
      ? SpareShell.Start(line: command.line, head: command.stdinHead) : nil
    isFollowed = command.isFollowed
    let bytes = command.stdinHead + command.stdin
    input = CommandInput(source ?? BytesInMemory(bytes), isEmpty: source == nil && bytes.isEmpty)
    output = CommandOutput(limit: command.outputLimit, onOutput: command.onOutput)
  }

  func expire(with scheduled: LoopTimer) { deadline = scheduled }

  /// Settles when nothing has come for so long.
  func giveUp(afterSilence longest: Duration, on connection: Connection) {
    let left = lastHeard + TimeAmount(longest) - .now()
    silence = connection.eventLoop.after(left) { [weak self, weak connection] in
      guard let self, let connection, !isSettled else { return }
      if lastHeard + TimeAmount(longest) > .now() { return giveUp(afterSilence: longest, on: connection) }
      abandon(connection.failure(.timedOut, "the command said nothing for \(longest)"))
      connection.drive()
    }
  }

  func open(in session: NativeSession) -> NativeOutcome<NativeChannel> {
    session.openChannel(type: "session")
  }

  func opened(_ channel: NativeChannel) { self.channel = channel }

  /// Goes on with a channel on which its line was requested already, and which has `given` bytes of its stdin.
  func takeOver(_ channel: NativeChannel, isAccepted: Bool, given: Int) {
    self.channel = channel
    self.isAccepted = isAccepted
    input.skip(given)
  }

  func refused(_ refusal: ChannelRefusal) {
    settle(
      .failure(
        HostFailure(
          host: host, reason: .channelRefused, detail: "sshd refused a session: \(refusal.detail)",
          advice: "raise MaxSessions in the host's sshd_config, or look into its log")))
  }

  func lost(_ failure: HostFailure) { settle(.failure(failure)) }

  func abandon(_ failure: HostFailure) { settle(.failure(failure)) }

  private func settle(_ result: Result<CommandResult, HostFailure>) {
    guard !isSettled else { return }
    isSettled = true
    deadline?.cancel()
    silence?.cancel()
    switch result {
    case .success(let value): promise.succeed(value)
    case .failure(let failure): promise.fail(failure)
    }
  }

  func advance(canSend: Bool) -> ChannelProgress {
    guard !isSettled, let channel else { return .finished }
    var progressed = false
    if !isAccepted {
      switch channel.execute(line) {
      case .incomplete: if canSend, endEarly(channel) { progressed = true }
      case .complete:
        isAccepted = true
        progressed = true
      case .failed(let error):
        return requestFailed(error)
      }
    }
    if read(.stdout, of: channel) { progressed = true }
    if read(.stderr, of: channel) { progressed = true }
    if isSettled { return .finished }
    if let broken { return .broken(broken) }
    if hasEnded(channel) {
      settle(ending(of: channel))
      return .finished
    }
    if canSend, feed(channel) { progressed = true }
    return progressed ? .progressed : .waiting
  }

  private func requestFailed(_ error: NativeError) -> ChannelProgress {
    // A lost transport is for the connection to report, to everyone on it.
    guard !error.isDisconnect else { return .waiting }
    let isTooLong = error.code == -34  // LIBSSH2_ERROR_INVAL: more than fits in one packet
    guard isTooLong || error.isChannelRefusal else { return .broken(error) }
    settle(
      .failure(
        HostFailure(
          host: host, reason: .channelRefused,
          detail: isTooLong
            ? "the command line is longer than one SSH packet (\(line.utf8.count) bytes)"
            : "sshd refused to run the command: \(error.message)",
          advice: isTooLong ? "send long scripts on stdin" : nil)))
    return .finished
  }

  private func hasEnded(_ channel: NativeChannel) -> Bool {
    guard isAccepted, channel.isAtEnd else { return false }
    return channel.ending != nil || channel.isClosedByPeer
  }

  private func ending(of channel: NativeChannel) -> Result<CommandResult, HostFailure> {
    let ending: CommandResult.Ending =
      switch channel.ending {
      case .status(let code): .exited(Int(code))
      case .signal(let name): .signalled(name)
      case nil: .unreported
      }
    if let escalation, let failure = escalation.failure(on: host, stderr: output.stderr) {
      return .failure(failure)
    }
    return .success(output.result(ending))
  }

  /// Reads everything that has come on one stream.
  private func read(_ stream: NativeChannel.Stream, of channel: NativeChannel) -> Bool {
    var progressed = false
    while valve?.isOpen ?? true {
      let count: Int
      switch channel.read(stream, into: scratch.memory) {
      case .complete(0), .incomplete: return progressed
      case .complete(let read): count = read
      case .failed(let error):
        // The end of the transport is for the connection to notice.
        if !error.isDisconnect { broken = error }
        return progressed
      }
      progressed = true
      if silence != nil { lastHeard = .now() }
      let bytes = UnsafeRawBufferPointer(rebasing: scratch.memory[..<count])
      if stream == .stderr, escalation != nil {
        heard([UInt8](bytes))
      } else {
        output.add(bytes, to: stream == .stdout ? .stdout : .stderr)
      }
      if isSettled { return true }
    }
    // What is held back here has been said there.
    if silence != nil { lastHeard = .now() }
    return progressed
  }

  /// stderr while sudo may still be asking.
  private func heard(_ bytes: [UInt8]) {
    guard let step = escalation?.heard(bytes) else { return }
    switch step {
    case .nothing: break
    case .answer(let secret): input.insert(secret)
    case .passed(let rest): rest.withUnsafeBytes { output.add($0, to: .stderr) }
    case .refused:
      if let failure = escalation?.wrongPassword(on: host) { settle(.failure(failure)) }
    }
  }

  /// A command without stdin is told so together with the request, which saves a packet each way. Only on a
  /// connection's first channel: there no new key exchange can be under way, in which libssh2 would hold the
  /// request back and the end could overtake it.
  private func endEarly(_ channel: NativeChannel) -> Bool {
    guard escalation == nil, input.isEmpty, channel.number == 0 else { return false }
    return input.feed(channel, mayEnd: true)
  }

  private func feed(_ channel: NativeChannel) -> Bool {
    // Until sudo has let the command in, stdin belongs to sudo.
    guard channel.ending == nil else { return false }
    return input.feed(channel, mayEnd: escalation?.isPassed ?? true)
  }
}
