import PlayModel

/// The channels of a connection: those that wait, the one being opened, those in use, and those being
/// closed.
struct ChannelQueue {
  /// OpenSSH's default MaxSessions.
  private static let defaultSessions = 10

  var waiting: [any ChannelTask] = []
  var opening: (any ChannelTask)?
  var active: [(task: any ChannelTask, channel: NativeChannel)] = []
  private var closing: [(isSession: Bool, channel: NativeChannel)] = []
  /// How many sessions the server takes at once, as far as is known.
  private var sessionLimit = Self.defaultSessions
  /// Set when libssh2 could make nothing of what the peer sent.
  private(set) var broken: NativeError?
  /// Set when the server refused a session although none is open: the connection asks again later.
  private(set) var isRefused = false
  private var hasHadSession = false
  private var refusalsInARow = 0
  /// With the pause of `Connection.pauseAfterRefusal`, a few seconds.
  private static let mostRefusalsInARow = 40

  /// How many of the bytes to be sent are the ends of channels, which nobody waits for.
  private(set) var goodbyes = 0

  /// Spares that were handed over.
  var spent: [SpareShell.Start] = []
  /// The server takes more sessions than are in use.
  private(set) var mayKeepSpares = true

  /// Nothing goes on: no channel that libssh2 would read the connection for.
  var isIdle: Bool {
    waiting.isEmpty && opening == nil && closing.isEmpty && active.allSatisfy { $0.task is SpareShell }
  }

  /// Whether no command is running or waits for its turn.
  var isWithoutSession: Bool {
    let tasks = waiting + (opening.map { [$0] } ?? []) + active.map(\.task)
    return !tasks.contains { $0.isSession && !$0.isSettled && !($0 is SpareShell) }
  }

  mutating func add(_ task: any ChannelTask) {
    if let command = task as? CommandTask, handOver(to: command) { return }
    waiting.append(task)
  }

  mutating func end(_ failure: HostFailure) {
    let tasks = waiting + (opening.map { [$0] } ?? []) + active.map(\.task)
    waiting.removeAll()
    opening = nil
    active = []
    closing = []
    for task in tasks { task.lost(failure) }
  }

  /// Does what can be done now; `true` when anything moved.
  mutating func advance(_ session: NativeSession, canSend: Bool) -> Bool {
    if session.outbound.readableBytes == 0 { goodbyes = 0 }
    var progressed = open(session)
    for (task, _) in active where !task.isSettled {
      switch task.advance(canSend: canSend) {
      case .waiting: break
      case .progressed, .finished: progressed = true
      case .broken(let error): broken = error
      }
    }
    for (task, channel) in active where task.isSettled { closing.append((task.isSession, channel)) }
    active.removeAll { $0.task.isSettled }
    guard !closing.isEmpty else { return progressed }
    let (before, sent) = (closing.count, session.outbound.readableBytes)
    closing.removeAll { closing in
      if case .incomplete = closing.channel.free() { return false }
      return true
    }
    goodbyes += session.outbound.readableBytes - sent
    return progressed || closing.count < before
  }

  private var mayOpenSession: Bool { sessionCount < sessionLimit && !isRefused }

  private var sessionCount: Int {
    active.count { $0.task.isSession } + closing.count { $0.isSession }
  }

  private mutating func open(_ session: NativeSession) -> Bool {
    if opening == nil { opening = takeNext() }
    guard let task = opening else { return false }
    if task.isSettled, !task.isSession { return giveUp(task, session) }
    switch task.open(in: session) {
    case .incomplete: return false
    case .complete(let channel):
      opening = nil
      if task.isSession {
        hasHadSession = true
        refusalsInARow = 0
      }
      task.opened(channel)
      active.append((task, channel))
      return true
    case .failed(let error):
      opening = nil
      guard error.isChannelRefusal else {
        // A lost transport, or one that brings nonsense, is for the connection to report, to everyone on it.
        waiting.insert(task, at: 0)
        if !error.isDisconnect { broken = error }
        return false
      }
      refuse(task, error, session)
      return true
    }
  }

  /// Nobody waits any more for the channel being opened: the next one need not wait for the server's answer,
  /// which may take as long as its own connect to somebody who does not answer.
  private mutating func giveUp(_ task: any ChannelTask, _ session: NativeSession) -> Bool {
    opening = nil
    // The answer may have come by now.
    if let channel = session.giveUpOpening({ task.open(in: session) }) {
      closing.append((task.isSession, channel))
    }
    return true
  }

  private mutating func takeNext() -> (any ChannelTask)? {
    waiting.removeAll { $0.isSettled }
    guard let index = waiting.firstIndex(where: { !$0.isSession || mayOpenSession }) else {
      makeRoom()
      return nil
    }
    return waiting.remove(at: index)
  }

  /// With other sessions open a refusal means that the server's MaxSessions is lower than thought: the
  /// task waits until one of them ends. With none open, but some before, sshd may not have given up theirs
  /// yet (it does when their processes have ended): the task waits a moment.
  private mutating func refuse(_ task: any ChannelTask, _ error: NativeError, _ session: NativeSession) {
    let notice = session.notices.refusal
    session.notices.refusal = nil
    if task is SpareShell {
      mayKeepSpares = false
      if sessionCount > 0 { sessionLimit = sessionCount }
      task.refused(ChannelRefusal(detail: notice?.text ?? error.message, reason: notice?.reason))
    } else if task.isSession, sessionCount > 0 {
      sessionLimit = sessionCount
      waiting.insert(task, at: 0)
    } else if task.isSession, hasHadSession, refusalsInARow < Self.mostRefusalsInARow {
      refusalsInARow += 1
      isRefused = true
      waiting.insert(task, at: 0)
    } else {
      let words = notice.map { $0.text.isEmpty ? error.message : $0.text } ?? error.message
      task.refused(ChannelRefusal(detail: words, reason: notice?.reason))
    }
  }

  /// The pause after a refusal is over.
  mutating func askAgain() { isRefused = false }
}
