import ArgumentParser
import Foundation
import PlayModel
import PlayStore

/// Somebody approves or rejects a request.
struct RequestDecision {
  let store: RunStore

  /// One's own request may be approved, unless SWIFTPLAY_APPROVAL is `other`; that it was one's own is shown.
  func decide(_ request: ChangeRequest, _ status: ChangeRequest.Status, reason: String?) throws {
    let user = NSUserName()
    if status == .approved, request.user == user,
      ProcessInfo.processInfo.environment["SWIFTPLAY_APPROVAL"] == "other"
    {
      Console.complain(
        "swiftplay: \(request.id) is your own request, and SWIFTPLAY_APPROVAL=other wants somebody else to approve it"
      )
      throw ExitCode(RunOutcome.refused.exitCode)
    }
    let decision = ChangeRequest.Decision(user: user, time: SystemClock().now(), reason: reason)
    guard try store.decide(request.id, status, decision) else {
      let now = try store.request(matching: request.id.text)
      let who = now?.decision.map { " by \($0.user)" } ?? ""
      Console.complain(
        "swiftplay: the request \(request.id) is \((now ?? request).status.rawValue) already\(who)")
      throw ExitCode(RunOutcome.refused.exitCode)
    }
    let own = request.user == user ? " (your own)" : " of \(request.user)"
    Console.print("The request \(request.id)\(own) is \(status.rawValue).\n")
  }
}
