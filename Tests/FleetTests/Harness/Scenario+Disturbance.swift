import Foundation
import Testing

/// Doing something to a run while it goes.
extension Scenario {
  /// A line of a run's output that a test waits for.
  struct Moment: Sendable, CustomStringConvertible {
    let type: String
    var step: String?
    /// Which of the scenario's hosts, from 0; any, when `nil`.
    var host: Int?

    var description: String {
      [type, step, host.map { "host \($0 + 1)" }].compactMap(\.self).joined(separator: " ")
    }

    func isShown(in output: String, _ hosts: [FleetHost]) -> Bool {
      output.split(separator: "\n").contains { line in
        guard let event = try? JSONValue.parse(line), event["type"].text == type else { return false }
        guard step == nil || event["step"].text == step else { return false }
        return host.map { event["host"].text == hosts[$0].name } ?? true
      }
    }
  }

  /// Returns once the run has said so, or is over.
  func reached(_ moment: Moment, by child: ChildProcess) async throws {
    _ = try await eventually("\(moment)") { () -> Bool? in
      moment.isShown(in: child.outputSoFar, hosts) || child.hasEnded ? true : nil
    }
  }

  /// Starts a deployment and kills its program at a moment.
  func killed(_ version: String, at moment: Moment) async throws -> RunResult {
    let child = try startDeploy(version)
    try await reached(moment, by: child)
    child.signal(SIGKILL)
    let run = RunResult(await child.ending())
    #expect(run.exit == 137, "\(moment): it was over before it could be killed")
    return run
  }

  /// Every host serves this version from one container of the service, and nothing of a run stands about.
  func expectAllServe(_ version: String, _ comment: String) async throws {
    for host in hosts {
      let running = try await host.docker("ps", "--quiet", "--filter", "label=dev.swiftplay.service=web")
      #expect(running.split(separator: "\n").count == 1, "\(comment): \(host)")
      #expect(try await host.page("/version") == version, "\(comment): \(host)")
      let names = try await host.containers().keys
      #expect(!names.contains { $0.hasSuffix(".next") }, "\(comment): \(host) has \(names.sorted())")
    }
  }
}
