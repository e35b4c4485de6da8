import Glibc
import PlayModel

/// The command line that a host's login shell gets.
struct ExecLine {
  /// What was written after `--`.
  var words: [[UInt8]]
  var directory: String?
  var environment: [(name: String, value: String)] = []
  /// Runs inside this service's container.
  var service: ServiceName?

  func text(engine: EngineInfo.Kind) -> String {
    if let service { return inside(service, engine.rawValue) }
    guard directory != nil || !environment.isEmpty else { return line }
    var script = directory.map { "cd -- \(ShellWord.quote($0)) || exit\n" } ?? ""
    for (name, value) in environment { script += "export \(name)=\(ShellWord.quote(value))\n" }
    // The login shell may be any; what was added is for a POSIX one.
    return "exec /bin/sh -c \(ShellWord.quote(script + line))"
  }

  /// One argument is a shell command line, as with ssh; several are exact.
  private var line: String {
    if words.count == 1, let text = String(validating: words[0], as: UTF8.self) { return text }
    let quoted = words.map { ShellWord.quote(bytes: $0) }.joined(separator: " ")
    return words.count == 1 ? "eval \(quoted)" : quoted
  }

  /// The newest running container with the service's label: in a rollout that starts first there are two.
  private func inside(_ service: ServiceName, _ engine: String) -> String {
    let label = ShellWord.quote("label=\(ContainerLabel.service)=\(service.text)")
    var options = ["-i"]
    if let directory { options += ["-w", ShellWord.quote(directory)] }
    for (name, value) in environment { options += ["-e", ShellWord.quote("\(name)=\(value)")] }
    let command =
      words.count == 1 ? "sh -c \(ShellWord.quote(bytes: words[0]))" : line
    let script = """
      c=$(\(engine) ps --quiet --filter \(label) | head -n 1)
      [ -n "$c" ] || { echo \(ShellWord.quote("no container of the service \(service) is running")) >&2; exit 1; }
      exec \(engine) exec \(options.joined(separator: " ")) "$c" \(command)
      """
    return "exec /bin/sh -c \(ShellWord.quote(script))"
  }

  /// The arguments after the first `--`, byte for byte: Swift's own list has replaced what is not UTF-8.
  static func wordsAfterTerminator() -> [[UInt8]] {
    var words: [[UInt8]] = []
    var isAfter = false
    for index in 1..<max(1, Int(CommandLine.argc)) {
      guard let argument = CommandLine.unsafeArgv[index] else { break }
      let bytes = UnsafeBufferPointer(start: argument, count: strlen(argument)).map { UInt8(bitPattern: $0) }
      if isAfter { words.append(bytes) } else { isAfter = bytes == [0x2D, 0x2D] }
    }
    return words
  }
}
