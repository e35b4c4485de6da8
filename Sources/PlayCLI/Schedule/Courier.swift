import Crypto
import Foundation
import PlayModel
import PlayReport
import PlayStore

/// Delivers messages that are due. Those that cannot be are tried again later; nobody waits for them.
struct Courier: Sendable {
  let store: RunStore

  func deliver() async {
    let clock = SystemClock()
    guard let due = try? store.takeNotifications(at: clock.now()) else { return }
    for notification in due where !Task.isCancelled {
      let problem = await problem(with: notification)
      if let problem { Console.complain("swiftplay: a message was not delivered: \(problem)") }
      try? store.settle(notification, problem: problem, at: clock.now())
    }
  }

  /// Why it was not delivered; `nil` when it was.
  private func problem(with notification: PlayModel.Notification) async -> String? {
    let body = notification.body + "\n"
    switch notification.way {
    case .file(let path): return add(body, to: path)
    case .command(let line): return await run("exec sh -c \(ShellWord.quote(line))", input: body)
    case .mail(let address):
      let subject = "swiftplay: \(Self.subject(body))"
      let head = "To: \(address)\nSubject: \(subject)\nContent-Type: text/plain; charset=utf-8\n\n"
      return await run("PATH=$PATH:/usr/sbin:/usr/lib exec sendmail -t", input: head + body)
    case .webhook(let url, let keyFile): return await post(body, to: url, keyFile: keyFile)
    }
  }

  private func add(_ line: String, to path: String) -> String? {
    let descriptor = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { return "\(path): \(String(cString: strerror(errno)))" }
    defer { close(descriptor) }
    let count = Array(line.utf8).withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
    return count == line.utf8.count ? nil : "\(path): \(String(cString: strerror(errno)))"
  }

  /// By curl, whose options come by its input: the signature is on no command line.
  private func post(_ body: String, to url: String, keyFile: String?) async -> String? {
    var lines = [
      "url = \(Self.quoted(url))", "request = POST", "silent", "show-error", "fail", "max-time = 20",
      "header = \(Self.quoted("Content-Type: application/json"))", "data-binary = \(Self.quoted(body))",
      "output = /dev/null",
    ]
    if let keyFile {
      guard
        let key = try? String(contentsOfFile: keyFile, encoding: .utf8).split(whereSeparator: \.isNewline)
          .first
      else { return "the key file \(keyFile) cannot be read, or is empty" }
      let seconds = Int(Date().timeIntervalSince1970)
      let code = HMAC<SHA256>.authenticationCode(
        for: Data("\(seconds).\(body)".utf8), using: SymmetricKey(data: Data(key.utf8)))
      let hex = code.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
      lines.append("header = \(Self.quoted("Swiftplay-Signature: t=\(seconds),v1=\(hex)"))")
    }
    return await run("exec curl --config -", input: lines.joined(separator: "\n") + "\n")
  }

  /// curl(1), --config: within quotes these are escapes.
  private static func quoted(_ text: String) -> String {
    "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n")
      + "\""
  }

  private static func subject(_ body: String) -> String {
    struct Message: Decodable {
      var event: String
      var job: String
    }
    let message = try? JSONDecoder().decode(Message.self, from: Data(body.utf8))
    return message.map { "\($0.job): \($0.event)" } ?? "a message"
  }

  /// The last words of a command that failed; `nil` when it succeeded.
  private func run(_ line: String, input: String) async -> String? {
    let command = RemoteCommand(
      "timeout 30 sh -c \(ShellWord.quote(line))", stdin: Array(input.utf8), deadline: .seconds(40),
      become: nil)
    do throws(HostFailure) {
      let result = try await ControllerHost().run(command)
      if result.ending == .exited(0) { return nil }
      let words = result.errorText.split(whereSeparator: \.isNewline).last.map(String.init)
      return words ?? "the command \(line.prefix(100)) failed"
    } catch { return error.detail }
  }
}
