import PlayModel

/// Becoming another user with sudo(8), without a terminal: a prompt and a mark that nothing else can
/// print tell when sudo asks, asks again, and has let the command in.
struct Escalation {
  enum Step {
    case nothing
    case answer([UInt8])
    /// The command runs; the bytes are its own.
    case passed([UInt8])
    /// sudo asked a second time.
    case refused
  }

  /// More than this before the mark is not a lecture; only the end is looked at.
  private static let longestPreamble = 64 * 1024

  private let become: Become
  private let prompt: String
  private let mark: String
  private var heardBefore: [UInt8] = []
  private var hasAnswered = false
  private(set) var isPassed = false

  init(_ become: Become) {
    let nonce = String(UInt64.random(in: .min ... .max), radix: 36)
    self.init(become, nonce: nonce)
  }

  init(_ become: Become, nonce: String) {
    self.become = become
    prompt = "[swiftplay-\(nonce)] password:"
    mark = "[swiftplay-\(nonce)] begins"
  }

  /// What sshd is asked to run. The password is not in it: others can see it in `ps`.
  func line(for command: String) -> String {
    let asks = become.password == nil ? "-n" : "-S -p \(ShellWord.quoted(prompt))"
    let inner = "echo \(ShellWord.quoted(mark)) >&2; \(command)"
    return "sudo -H \(asks) -u \(ShellWord.quoted(become.user)) -- /bin/sh -c \(ShellWord.quoted(inner))"
  }

  /// Takes a piece of stderr. What comes before the mark is sudo's (its lecture, its prompt).
  mutating func heard(_ bytes: [UInt8]) -> Step {
    guard !isPassed else { return .passed(bytes) }
    heardBefore += bytes
    if heardBefore.count > Self.longestPreamble {
      heardBefore.removeFirst(heardBefore.count - Self.longestPreamble)
    }
    if let range = heardBefore.firstRange(of: Array((mark + "\n").utf8)) {
      isPassed = true
      defer { heardBefore = [] }
      return .passed([UInt8](heardBefore[range.upperBound...]))
    }
    guard let asked = heardBefore.firstRange(of: Array(prompt.utf8)) else { return .nothing }
    heardBefore.removeSubrange(..<asked.upperBound)
    guard !hasAnswered, let password = become.password else { return .refused }
    hasAnswered = true
    return .answer(Array((password.reveal() + "\n").utf8))
  }

  func wrongPassword(on host: HostName) -> HostFailure {
    HostFailure(
      host: host, reason: .becomeFailed, detail: "sudo did not take the password for becoming \(become.user)",
      advice: "check the become password (ansible_become_password, or -K)")
  }

  /// The failure when the command ended without ever having begun.
  func failure(on host: HostName, stderr: [UInt8]) -> HostFailure? {
    guard !isPassed else { return nil }
    let lines = String(decoding: heardBefore, as: UTF8.self).split(whereSeparator: \.isNewline)
    let words = (lines.first { $0.hasPrefix("sudo:") } ?? lines.last)?.trimmingSpaces() ?? ""
    return HostFailure(
      host: host, reason: .becomeFailed,
      detail: words.isEmpty ? "sudo ended before the command began" : words,
      advice: become.password == nil
        ? "give a become password, or allow the login NOPASSWD in the host's sudoers"
        : "look at the host's sudoers for what this login may do")
  }
}
