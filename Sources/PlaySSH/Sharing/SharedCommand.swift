import Foundation
import PlayModel

/// A `RemoteCommand` for a connection that another process keeps, without its stdin and what is done with its output.
struct SharedCommand: Codable, Hashable {
  private var line: String
  private var deadline: Int64
  private var silence: Int64?
  private var becomes: String?
  /// Goes from one process of a user to another, over a socket that nobody else can reach.
  private var password: String?
  private var endsWhenGivenUp: Bool
  private var isFollowed: Bool
  /// How many bytes of the input are `stdinHead`.
  private var head: Int

  init(_ command: RemoteCommand) {
    line = command.line
    deadline = command.deadline.milliseconds
    silence = command.longestSilence?.milliseconds
    becomes = command.become?.user
    password = command.become?.password?.reveal()
    endsWhenGivenUp = command.endsWhenGivenUp
    isFollowed = command.isFollowed
    head = command.stdinHead.count
  }

  /// What came of the one that was sent; `nil` where it cannot be true.
  func command(input: [UInt8]) -> RemoteCommand? {
    guard (0...input.count).contains(head), deadline > 0, silence.map({ $0 > 0 }) ?? true else { return nil }
    var command = RemoteCommand(
      line, stdin: Array(input[head...]), deadline: .milliseconds(deadline),
      longestSilence: silence.map { .milliseconds($0) }, outputLimit: 0,
      become: becomes.map { Become(user: $0, password: password.map { Secret($0) }) },
      endsWhenGivenUp: endsWhenGivenUp, isFollowed: isFollowed)
    command.stdinHead = Array(input[..<head])
    return command
  }
}

/// How it ended.
enum SharedEnding: Codable, Hashable {
  case exited(Int)
  case signalled(String)
  case unreported

  init(_ ending: CommandResult.Ending) {
    self =
      switch ending {
      case .exited(let code): .exited(code)
      case .signalled(let name): .signalled(name)
      case .unreported: .unreported
      }
  }

  var ending: CommandResult.Ending {
    switch self {
    case .exited(let code): .exited(code)
    case .signalled(let name): .signalled(name)
    case .unreported: .unreported
    }
  }
}

extension Duration {
  /// Rounded up to whole ones.
  fileprivate var milliseconds: Int64 {
    let (seconds, attoseconds) = components
    return seconds * 1000 + (attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000
  }
}
