import CSSH2

#if canImport(Glibc)
  import Glibc
#endif

/// Whoever waits for a descriptor of a `SocketSet`.
protocol SocketWaiter: AnyObject {
  /// What epoll(7) says about it: `EPOLLIN` and so on.
  func ready(_ events: UInt32)
}

/// The descriptors that a loop waits for, with epoll(7), level-triggered. Used on the loop's thread, but for
/// `wake`.
final class SocketSet {
  /// What a descriptor is waited for.
  struct Interest: OptionSet {
    let rawValue: UInt32
    static let reading = Interest(rawValue: EPOLLIN.rawValue)
    static let writing = Interest(rawValue: EPOLLOUT.rawValue)
  }

  private static let bellPlace = UInt64.max

  private let descriptor: Int32
  /// An eventfd(2) that other threads ring.
  private let bell: Int32
  private var waiters: [(waiter: (any SocketWaiter)?, use: UInt32)] = []
  private var free: [Int] = []
  /// Places that became free while events are handed out: one of these may still be for them.
  private var freed: [Int] = []

  init() throws(SystemProblem) {
    descriptor = epoll_create1(Int32(EPOLL_CLOEXEC))
    guard descriptor >= 0 else { throw SystemProblem(errorNumber: errno) }
    bell = eventfd(0, Int32(EFD_CLOEXEC) | Int32(EFD_NONBLOCK))
    guard bell >= 0 else {
      // Read first: close(2) may set it.
      let problem = SystemProblem(errorNumber: errno)
      Glibc.close(descriptor)
      throw problem
    }
    // Edge-triggered: each ring is one event, and nobody has to read it.
    var event = epoll_event(
      events: EPOLLIN.rawValue | EPOLLET.rawValue, data: epoll_data_t(u64: Self.bellPlace))
    guard epoll_ctl(descriptor, EPOLL_CTL_ADD, bell, &event) == 0 else {
      throw SystemProblem(errorNumber: errno)
    }
  }

  deinit {
    Glibc.close(descriptor)
    Glibc.close(bell)
  }

  /// From any thread: ends `wait`.
  func wake() {
    var one: UInt64 = 1
    _ = write(bell, &one, MemoryLayout<UInt64>.size)
  }

  /// Answers its place, for `change` and `forget`.
  func add(_ socket: Int32, _ interest: Interest, _ waiter: any SocketWaiter) throws(SystemProblem) -> Int {
    let place: Int
    if let last = free.popLast() {
      place = last
      waiters[place] = (waiter, waiters[place].use &+ 1)
    } else {
      place = waiters.count
      waiters.append((waiter, 0))
    }
    guard control(EPOLL_CTL_ADD, socket, interest, place) else {
      let problem = SystemProblem(errorNumber: errno)
      forget(place)
      throw problem
    }
    return place
  }

  func change(_ socket: Int32, at place: Int, _ interest: Interest) {
    _ = control(EPOLL_CTL_MOD, socket, interest, place)
  }

  /// Gives the descriptor to another waiter.
  func change(_ socket: Int32, at place: Int, _ interest: Interest, to waiter: any SocketWaiter) {
    waiters[place].waiter = waiter
    change(socket, at: place, interest)
  }

  /// The descriptor is closed by the caller right after this, which takes it out of the epoll set.
  func forget(_ place: Int) {
    waiters[place].waiter = nil
    freed.append(place)
  }

  private func control(_ operation: Int32, _ socket: Int32, _ interest: Interest, _ place: Int) -> Bool {
    let data = UInt64(waiters[place].use) << 32 | UInt64(place)
    var event = epoll_event(events: interest.rawValue, data: epoll_data_t(u64: data))
    return epoll_ctl(descriptor, operation, socket, &event) == 0
  }

  /// Waits, and hands out what has come.
  func wait(milliseconds: Int32, most: Int) {
    withUnsafeTemporaryAllocation(of: epoll_event.self, capacity: most) { events in
      // An interrupted wait is one without events.
      let count = max(0, Int(epoll_wait(descriptor, events.baseAddress, Int32(most), milliseconds)))
      for event in events[..<count] where event.data.u64 != Self.bellPlace {
        let (waiter, use) = waiters[Int(event.data.u64 & 0xFFFF_FFFF)]
        // A child that has forked and not yet called exec keeps a closed socket's events coming.
        if UInt64(use) == event.data.u64 >> 32 { waiter?.ready(event.events) }
      }
    }
    if !freed.isEmpty {
      free += freed
      freed.removeAll(keepingCapacity: true)
    }
  }
}
