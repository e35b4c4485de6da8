import Glibc
import NIOCore
import PlayModel
import Synchronization
import Testing

@testable import PlaySSH

/// The event loop that connections run on.
@Suite struct LoopTests {
  private let loop: SSHLoop

  init() throws { loop = try SSHLoops.next() }

  @Test func withoutDescriptorsThereIsAnErrorForPeople() throws {
    let openFiles = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
    var limit = rlimit()
    getrlimit(openFiles, &limit)
    var none = rlimit(rlim_cur: 0, rlim_max: limit.rlim_max)
    setrlimit(openFiles, &none)
    let result = Result { () throws(SystemProblem) in try SSHLoops.make(2) }
    setrlimit(openFiles, &limit)
    guard case .failure(let problem) = result else {
      Issue.record("a loop without a descriptor")
      return
    }
    let failure = problem.withoutLoop(for: "h1")
    #expect(failure.reason == .connectionFailed)
    #expect(
      failure.detail == "this machine gives no thread or descriptor for connections: Too many open files")
    #expect(try SSHLoops.make(1).count == 1)
  }

  @Test func timersGoOffInTheOrderOfTheirTime() {
    var timers = LoopTimers()
    let begin = NIODeadline.now()
    var gone: [Int] = []
    // A different order each time, with equal times among them.
    let times = (0..<1000).map { ($0, Int64($0 * 7919 % 100)) }
    for (index, time) in times {
      timers.add(LoopTimer { gone.append(index) }, at: begin + .milliseconds(time))
    }
    #expect(timers.due(at: begin - .milliseconds(1)).isEmpty)
    for action in timers.due(at: begin + .milliseconds(50)) { action() }
    #expect(timers.next == begin + .milliseconds(51))
    for action in timers.due(at: begin + .milliseconds(100)) { action() }
    #expect(gone == times.sorted { ($0.1, $0.0) < ($1.1, $1.0) }.map(\.0))
    #expect(timers.next == nil)
  }

  @Test func cancelledTimersDoNotGoOffAndAreForgotten() {
    var timers = LoopTimers()
    let end = NIODeadline.now() + .seconds(300)
    var gone = 0
    for index in 0..<10_000 {
      let timer = LoopTimer { gone += 1 }
      timers.add(timer, at: end)
      if index % 100 != 0 { timer.cancel() }
    }
    #expect(timers.count < 1000)
    for action in timers.due(at: end) { action() }
    #expect(gone == 100)
  }

  @Test func workOfManyThreadsIsDoneOnTheLoop() async {
    let loop = loop
    let (done, elsewhere) = (Counter(), Counter())
    await withTaskGroup(of: Void.self) { group in
      for _ in 0..<200 {
        group.addTask {
          await withCheckedContinuation { continuation in
            loop.execute {
              if !loop.inEventLoop { elsewhere.increment() }
              done.increment()
              continuation.resume()
            }
          }
        }
      }
    }
    #expect(done.value == 200)
    #expect(elsewhere.value == 0)
  }

  @Test func tasksThatPreferItStayOnIt() async throws {
    let loop = loop
    let elsewhere = Counter()
    await withTaskExecutorPreference(loop.executor) {
      for _ in 0..<10 {
        if !loop.inEventLoop { elsewhere.increment() }
        await Task.yield()
        if !loop.inEventLoop { elsewhere.increment() }
        _ = try? await loop.submit { 1 }.get()
        try? await Task.sleep(for: .milliseconds(1))
      }
      if !loop.inEventLoop { elsewhere.increment() }
    }
    #expect(elsewhere.value == 0)
    #expect(!loop.inEventLoop)
  }

  @Test func scheduledTasksOfNIORunOrAreCancelled() async throws {
    let loop = loop
    #expect(try await loop.scheduleTask(in: .milliseconds(5)) { 7 }.futureResult.get() == 7)
    let late = loop.scheduleTask(in: .hours(1)) { 8 }
    late.cancel()
    await #expect(throws: EventLoopError.self) { try await late.futureResult.get() }
    let repeated = Counter()
    let done = loop.makePromise(of: Void.self)
    loop.scheduleRepeatedTask(initialDelay: .zero, delay: .milliseconds(1)) { task in
      repeated.increment()
      if repeated.value == 3 {
        task.cancel()
        done.succeed(())
      }
    }
    try await done.futureResult.get()
    #expect(repeated.value == 3)
  }

  private func connect(to ports: [Int]) async throws -> Result<Int, SystemProblem> {
    let loop = loop
    let addresses = try ports.map { try SocketAddress(ipAddress: "127.0.0.1", port: $0) }
    let promise = loop.makePromise(of: Result<Int, SystemProblem>.self)
    loop.execute {
      // Held by its own end.
      var connect: TCPConnect?
      connect = TCPConnect(to: addresses, on: loop) { result in
        promise.succeed(
          result.map { socket in
            defer {
              loop.sockets.forget(socket.place)
              close(socket.descriptor)
            }
            return peerPort(socket.descriptor)
          })
        connect = nil
      }
      connect?.begin()
    }
    return try await promise.futureResult.get()
  }

  @Test func theNextAddressIsTriedWhenOneRefusesOrIsSilent() async throws {
    let server = try await ScriptedServer { _ in .say([]) }
    let (closed, silent) = (try FreePort.next(), try SilentPort())
    #expect(try await connect(to: [closed, server.port]) == .success(server.port))
    #expect(try await connect(to: [silent.port, closed, server.port]) == .success(server.port))
    #expect(try await connect(to: [closed, closed]) == .failure(SystemProblem(errorNumber: ECONNREFUSED)))
  }

  @Test func aNameLeadsToTheAddressThatAnswers() async throws {
    let server = try SSHServer()
    // Perhaps it is ::1 as well, where nobody listens.
    let target = server.target {
      $0.address = "localhost"
      $0.hostKeyPolicy = .off
    }
    let host = try await SSHConnector(configuration: .isolated).connect(to: target)
    #expect(try await host.run(RemoteCommand("echo here")).outputText == "here\n")
    await host.close()
  }
}

private func peerPort(_ descriptor: Int32) -> Int {
  var name = sockaddr_in()
  var length = socklen_t(MemoryLayout<sockaddr_in>.size)
  withUnsafeMutablePointer(to: &name) { pointer in
    pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { _ = getpeername(descriptor, $0, &length) }
  }
  return Int(UInt16(bigEndian: name.sin_port))
}
