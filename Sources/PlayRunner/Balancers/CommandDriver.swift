import Foundation
import PlayModel

/// Steers a load balancer by the user's own commands, which find what they are about in `SWIFTPLAY_…` variables.
struct CommandDriver: BalancerDriver {
  let commands: BalancerCommands

  /// A cloud's balancer asks a target only while it is one.
  var seesHealthWhileOut: Bool { false }

  /// Commands of several backends run one after the other.
  var deadline: Duration { .seconds(commands.timeout.components.seconds * 8 + 60) }

  func script(_ request: BalancerRequest) -> String {
    let calls: [String]
    switch request.command {
    case .look: calls = request.balancer.backends.map { call("status", commands.status, $0, wants: "") }
    case .drain(let backends, _):
      calls = backends.map { call("drain", commands.drain, $0, wants: "drain") }
    case .forgetHealth, .maintain, .cut: calls = []
    case .ready(let backends):
      calls = backends.map { call("enable", commands.enable, $0, wants: "ready") }
    case .verify(let backends):
      calls =
        commands.verify.map { verify in backends.map { call("verify", verify, $0, wants: "ready") } } ?? []
    case .weigh(let backend, let weight):
      calls = [call("weigh", commands.weigh ?? "false", backend, wants: "", weight: weight)]
    }
    return """
      trap '' PIPE HUP INT
      \(variables(request))
      \(Self.functions)
      \((calls + ["return 0"]).joined(separator: " || return 1\n"))
      """
  }

  private func variables(_ request: BalancerRequest) -> String {
    let values = [
      ("RUN", request.run.text), ("BALANCER", request.balancer.name), ("HOST", request.host.text),
      ("ADDRESS", request.address), ("SERVER", request.server),
      ("DEADLINE", String(max(1, commands.timeout.components.seconds))),
    ]
    return "export " + values.map { "SWIFTPLAY_\($0.0)=\(ShellWord.quote($0.1))" }.joined(separator: " ")
  }

  private func call(
    _ name: String, _ line: String, _ backend: String, wants state: String, weight: Int? = nil
  ) -> String {
    "call " + ShellWord.line([name, line, backend, state, weight.map { String($0) } ?? ""])
  }

  /// `call NAME LINE BACKEND STATE WEIGHT`: a `status` is told as `=answer` with its output in one line. What
  /// a command prints is never taken for a fact of ours.
  private static let functions = #"""
    call() {
      errors=$(mktemp) || return 1
      said=$(
        export SWIFTPLAY_BACKEND="$3" SWIFTPLAY_STATE="$4" SWIFTPLAY_WEIGHT="$5"
        timeout -k 5 "$SWIFTPLAY_DEADLINE" sh -c "$2" 2>"$errors" </dev/null
      )
      code=$?
      words=$(printf '%s\n%s\n' "$(cat "$errors")" "$said" | grep . | tail -n 5 | cut -c 1-500 | tr '\n' ' ')
      rm -f "$errors"
      case $code in
        0) [ "$1" != status ] || printf '=answer %s\n' "$(printf '%s' "$said" | tr '\n' ' ')"; return 0 ;;
        124 | 137) printf 'the command `%s` did not end within %s s. %s\n' "$1" "$SWIFTPLAY_DEADLINE" "$words" ;;
        *) printf 'the command `%s` ended with %s: %s\n' "$1" "$code" "${words:-it said nothing}" ;;
      esac
      return 1
    }
    """#

  /// What `status` prints.
  private struct Answer: Decodable {
    var state: BalancerMembership.State
    /// Requests or connections under way.
    var sessions: Int
    var up: Bool?
    var weight: Int?
    /// Other servers of the backend that are up.
    var others: Int?
  }

  func looks(_ report: ScriptReport, _ request: BalancerRequest) throws(UnreadAnswer) -> [ServerLook] {
    let answers = report.facts("answer")
    guard answers.count == request.balancer.backends.count else {
      throw UnreadAnswer(words: "its status cannot be read")
    }
    var looks: [ServerLook] = []
    for (backend, text) in zip(request.balancer.backends, answers) {
      guard let answer = try? JSONDecoder().decode(Answer.self, from: Data(text.utf8)) else {
        let said = text.isEmpty ? "it printed nothing" : String(text.prefix(200))
        throw UnreadAnswer(words: "the answer of the command `status` is not understood: \(said)")
      }
      let isUp = answer.up ?? (answer.state == .ready)
      looks.append(
        ServerLook(
          backend: backend, state: answer.state, weight: answer.weight ?? 1, isUp: isUp,
          load: answer.sessions, others: answer.others,
          words: "\(answer.state.rawValue), \(isUp ? "up" : "not up")"))
    }
    return looks
  }
}
