import Foundation
import Synchronization

/// A program started by a test. Its output goes to files, so that no full pipe can stop it; waiting for it
/// blocks no thread.
final class ChildProcess: Sendable {
  struct Ending: Sendable {
    /// The exit code; for a signal, 128 and its number, as shells say it.
    let exit: Int
    let stdout: String
    let stderr: String
  }

  private enum State {
    case running([CheckedContinuation<Int, Never>])
    case ended(Int)
  }

  let identifier: Int32
  private let output: URL
  private let errors: URL
  private let state: StateBox

  /// What the termination handler and those who wait share.
  private final class StateBox: Sendable {
    let value = Mutex(State.running([]))
  }

  /// - Parameters:
  ///   - environment: replaces variables of the test's own environment; an empty text removes one.
  ///   - scratch: a folder for the output's files.
  init(
    _ program: String, _ arguments: [String], environment: [String: String] = [:], input: String = "",
    directory: URL? = nil, scratch: URL
  ) throws {
    let name = UUID().uuidString
    output = scratch.appending(path: "\(name).out")
    errors = scratch.appending(path: "\(name).err")
    let source = scratch.appending(path: "\(name).in")
    try Data(input.utf8).write(to: source)
    for file in [output, errors] { try Data().write(to: file) }
    let process = Process()
    process.executableURL = URL(fileURLWithPath: program)
    process.arguments = arguments
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { _, new in new }
      .filter { !$0.value.isEmpty }
    process.currentDirectoryURL = directory
    process.standardInput = try FileHandle(forReadingFrom: source)
    process.standardOutput = try FileHandle(forWritingTo: output)
    process.standardError = try FileHandle(forWritingTo: errors)
    let box = StateBox()
    process.terminationHandler = { process in
      let status = Int(process.terminationStatus)
      let code = process.terminationReason == .uncaughtSignal ? 128 + status : status
      let waiting = box.value.withLock { state -> [CheckedContinuation<Int, Never>] in
        guard case .running(let waiting) = state else { return [] }
        state = .ended(code)
        return waiting
      }
      for continuation in waiting { continuation.resume(returning: code) }
    }
    try process.run()
    identifier = process.processIdentifier
    state = box
  }

  /// What it has printed so far.
  var outputSoFar: String { Self.text(output) }

  var hasEnded: Bool {
    state.value.withLock { if case .ended = $0 { true } else { false } }
  }

  func signal(_ number: Int32) {
    guard !hasEnded else { return }
    kill(identifier, number)
  }

  func ending() async -> Ending {
    let code = await withCheckedContinuation { continuation in
      let ended = state.value.withLock { state -> Int? in
        switch state {
        case .ended(let code): return code
        case .running(let waiting):
          state = .running(waiting + [continuation])
          return nil
        }
      }
      if let ended { continuation.resume(returning: ended) }
    }
    return Ending(exit: code, stdout: Self.text(output), stderr: Self.text(errors))
  }

  private static func text(_ file: URL) -> String {
    String(decoding: (try? Data(contentsOf: file)) ?? Data(), as: UTF8.self)
  }
}
