import NIOCore
import Synchronization

#if canImport(Glibc)
  import Glibc
#endif

/// A thread that waits for sockets, timers and work, and does one after another.
///
/// NIO's own event loop brings a channel and a pipeline for each socket, and a wake-up and a switch of threads
/// for each step of a Swift task; together they cost as much as the cryptography of a connection. This one gives
/// a readable socket's bytes to the connection by a plain call, and runs the tasks that prefer it (`executor`) on
/// its own thread, so that a host's whole command passes no thread's border. Futures of NIO work on it as on any
/// other event loop. It lives as long as the process.
///
/// Unchecked: what is not behind `inbox` or atomic is used on the loop's own thread only; `inEventLoop` is
/// checked by whoever comes from elsewhere (`execute`, `perform`).
final class SSHLoop: @unchecked Sendable {
  /// Something to be done on the loop's thread.
  enum Work {
    case call(@Sendable () -> Void)
    case job(UnownedJob)
  }

  /// Work of other threads.
  private struct Inbox {
    var work: [Work] = []
    /// The loop waits in epoll_wait(2), or is about to, and has to be woken.
    var isAsleep = false
  }

  /// How many times in a row work that made more work is done before sockets have their turn.
  private static let mostRounds = 64
  private static let eventsAtOnce = 256

  let sockets: SocketSet
  /// Where all sockets' bytes are received; whoever is given a part of it copies what it keeps.
  let received = ReadScratch(byteCount: 64 * 1024)
  /// Where libssh2 puts channel data.
  let scratch = ReadScratch(byteCount: 32 * 1024)
  /// Runs the tasks that prefer this loop.
  private(set) lazy var executor = LoopExecutor(loop: self)
  var timers = LoopTimers()

  private let thread = Atomic<UInt>(0)
  private let inbox = Mutex(Inbox())
  private var queue: [Work] = []
  private var spare: [Work] = []
  private var atEnd: [() -> Void] = []

  init(name: String) throws(SystemProblem) {
    sockets = try SocketSet()
    _ = executor
    try LoopThread.begin(name: name) { [self] in
      thread.store(UInt(pthread_self()), ordering: .relaxed)
      run()
    }
  }

  /// Whether this is the loop's thread.
  var isCurrent: Bool { thread.load(ordering: .relaxed) == UInt(pthread_self()) }

  // MARK: - Work

  func add(_ work: Work) {
    if isCurrent { return queue.append(work) }
    let mustWake = inbox.withLock { inbox in
      inbox.work.append(work)
      defer { inbox.isAsleep = false }
      return inbox.isAsleep
    }
    if mustWake { sockets.wake() }
  }

  /// At once on the loop's thread, soon from elsewhere.
  func perform(_ body: @escaping @Sendable () -> Void) {
    if isCurrent { body() } else { add(.call(body)) }
  }

  /// On the loop's thread, when all work that is there now, and what that makes, is done.
  func atEndOfTurn(_ body: @escaping () -> Void) { atEnd.append(body) }

  /// On the loop's thread. `action` runs there after `time`, unless the timer is cancelled.
  @discardableResult
  func after(_ time: TimeAmount, _ action: @escaping () -> Void) -> LoopTimer {
    let timer = LoopTimer(action)
    timers.add(timer, at: NIODeadline.now() + time)
    return timer
  }

  // MARK: - The thread

  private func run() {
    while true {
      doWork()
      for action in timers.due(at: .now()) { action() }
      doWork()
      finishTurn()
      sockets.wait(milliseconds: timeToSleep(), most: Self.eventsAtOnce)
      inbox.withLock { $0.isAsleep = false }
    }
  }

  private func doWork() {
    takeInbox()
    var rounds = 0
    while !queue.isEmpty, rounds < Self.mostRounds {
      rounds += 1
      swap(&queue, &spare)
      for index in spare.indices { carryOut(spare[index]) }
      spare.removeAll(keepingCapacity: true)
    }
  }

  private func carryOut(_ work: Work) {
    switch work {
    case .call(let body): body()
    case .job(let job): job.runSynchronously(on: executor.asUnownedTaskExecutor())
    }
  }

  private func finishTurn() {
    guard !atEnd.isEmpty else { return }
    let bodies = atEnd
    atEnd = []
    for body in bodies { body() }
  }

  private func takeInbox() {
    let work = inbox.withLock { inbox -> [Work] in
      guard !inbox.work.isEmpty else { return [] }
      defer { inbox.work = [] }
      return inbox.work
    }
    if !work.isEmpty { queue += work }
  }

  /// Zero when something is to be done now, -1 for "until something comes", as epoll_wait(2) has it.
  private func timeToSleep() -> Int32 {
    guard queue.isEmpty, atEnd.isEmpty else { return 0 }
    let isIdle = inbox.withLock { inbox in
      inbox.isAsleep = inbox.work.isEmpty
      return inbox.isAsleep
    }
    guard isIdle else { return 0 }
    guard let next = timers.next else { return -1 }
    let left = (next - NIODeadline.now()).nanoseconds
    // Rounded up, so that it does not wake before the timer is due.
    return left <= 0 ? 0 : Int32(clamping: (left + 999_999) / 1_000_000)
  }
}
