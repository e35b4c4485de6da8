import Foundation
import Glibc

/// One run of a script as a child process, both outputs read at once and all of it within a deadline.
struct ScriptProcess {
  private static let outputLimit = 256 << 20

  let path: String
  let arguments: [String]
  let directory: String
  let deadline: Duration

  func run() throws(InventoryScriptRunner.Failure) -> InventoryScriptRunner.Output {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: path)
    process.arguments = arguments
    process.currentDirectoryURL = URL(fileURLWithPath: directory)
    let (stdout, stderr) = (Pipe(), Pipe())
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = stdout
    process.standardError = stderr
    do {
      try process.run()
    } catch {
      throw .notStarted(SourceFile.reason(error))
    }
    var streams = [
      Stream(stdout.fileHandleForReading.fileDescriptor), Stream(stderr.fileHandleForReading.fileDescriptor),
    ]
    let end = ContinuousClock.now + deadline
    while streams.contains(where: \.isOpen) {
      guard Self.wait(for: &streams, until: end) else {
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
        throw .timedOut(after: deadline, stderr: streams[1].data)
      }
      if streams.contains(where: { $0.data.count > Self.outputLimit }) {
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
        throw .tooMuchOutput
      }
    }
    process.waitUntilExit()
    let status =
      process.terminationReason == .exit ? process.terminationStatus : 128 + process.terminationStatus
    return InventoryScriptRunner.Output(stdout: streams[0].data, stderr: streams[1].data, status: status)
  }

  /// A pipe's reading end and what came through it.
  private struct Stream {
    let descriptor: Int32
    var data = Data()
    var isOpen = true

    init(_ descriptor: Int32) { self.descriptor = descriptor }

    mutating func read() {
      var buffer = [UInt8](repeating: 0, count: 64 << 10)
      let count = Glibc.read(descriptor, &buffer, buffer.count)
      if count > 0 {
        data.append(contentsOf: buffer.prefix(count))
      } else if count == 0 || (errno != EINTR && errno != EAGAIN) {
        isOpen = false
      }
    }
  }

  /// Waits for output and reads it; `false` when the deadline has passed.
  private static func wait(for streams: inout [Stream], until end: ContinuousClock.Instant) -> Bool {
    let left = ContinuousClock.now.duration(to: end)
    guard left > .zero else { return false }
    let open = streams.indices.filter { streams[$0].isOpen }
    var polls = open.map { pollfd(fd: streams[$0].descriptor, events: Int16(POLLIN), revents: 0) }
    let (seconds, attoseconds) = left.components
    let milliseconds = Int32(clamping: seconds * 1000 + attoseconds / 1_000_000_000_000_000 + 1)
    guard poll(&polls, nfds_t(polls.count), milliseconds) > 0 else { return errno == EINTR }
    for (stream, answer) in zip(open, polls) where answer.revents != 0 { streams[stream].read() }
    return true
  }
}
