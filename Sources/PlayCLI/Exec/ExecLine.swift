import Glibc
import PlayModel
import PlayRunner

/// The command line that a host's login shell gets.
struct ExecLine {
  /// What was written after `--`.
  var words: [[UInt8]]
  var directory: String?
  var environment: [(name: String, value: String)] = []
  /// Runs inside this service's container.
  var service: ServiceName?
  /// Tells what it starts there from everything else.
  var mark = ""
  /// On a terminal of this type.
  var terminal: String?

  /// The line for a terminal, where `become` has sudo ask on it; `nil` is the login shell.
  func text(engine: EngineInfo.Kind, become: Become?) -> String? {
    let isPlain = words.isEmpty && service == nil && directory == nil && environment.isEmpty
    guard let become else { return isPlain ? nil : text(engine: engine) }
    let user = "sudo -H -u \(ShellWord.quote(become.user))"
    return isPlain ? "\(user) -i" : "\(user) -- /bin/sh -c \(ShellWord.quote(text(engine: engine)))"
  }

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
    if words.isEmpty { return Self.shell }
    if words.count == 1, let text = String(validating: words[0], as: UTF8.self) { return text }
    let quoted = words.map { ShellWord.quote(bytes: $0) }.joined(separator: " ")
    return words.count == 1 ? "eval \(quoted)" : quoted
  }

  /// The best shell there is.
  private static let shell = "command -v bash >/dev/null 2>&1 && exec bash; exec sh"

  /// Whether the host runs a container of the service.
  func finds(on host: any RemoteHost, _ access: HostAccess) async throws(HostFailure) -> Bool {
    guard let service else { return true }
    let look = RemoteCommand(Self.look(service, access.engine.rawValue), become: access.become)
    let result = try await host.run(look)
    // An engine that does not answer has words for it, which the command itself will bring.
    return result.ending != .exited(0) || !result.stdout.isEmpty
  }

  private static func look(_ service: ServiceName, _ engine: String) -> String {
    "\(engine) ps --quiet --filter \(ShellWord.quote("label=\(ContainerLabel.service)=\(service.text)"))"
  }

  /// The newest running container with the service's label: in a rollout that starts first there are two.
  private func inside(_ service: ServiceName, _ engine: String) -> String {
    var options = [terminal == nil ? "-i" : "-it"]
    if let terminal { options += ["-e", ShellWord.quote("TERM=\(terminal)")] }
    if let directory { options += ["-w", ShellWord.quote(directory)] }
    for (name, value) in environment { options += ["-e", ShellWord.quote("\(name)=\(value)")] }
    let command =
      words.isEmpty
      ? "sh -c \(ShellWord.quote(Self.shell))"
      : words.count == 1 ? "sh -c \(ShellWord.quote(bytes: words[0]))" : line
    let find = """
      c=$(\(Self.look(service, engine)) | head -n 1)
      [ -n "$c" ] || { echo \(ShellWord.quote("no container of the service \(service) is running")) >&2; exit 1; }

      """
    let run = "\(engine) exec \(options.joined(separator: " ")) -e \(variable) \"$c\" \(command)"
    // Beside it the shell hears the signal at once; a shell takes stdin from what runs beside it, hence another
    // number for it. Only what is in front has the terminal.
    let wait =
      terminal == nil
      ? "exec 3<&0\n\(run) <&3 3<&- &\nclient=$!\nexec 3<&- </dev/null\nwait \"$client\"" : run + "\nexit"
    return "exec /bin/sh -c \(ShellWord.quote(find + ending(engine) + wait))"
  }

  private var variable: String { "SWIFTPLAY_EXEC=\(mark)" }

  /// The engine goes on with what its client has left: on the signal that a command is given up with, the processes
  /// with the mark among their variables are ended, from the host by root, inside the container by others.
  private func ending(_ engine: String) -> String {
    let outside = Self.sweep("grep -lszxF \(variable) /proc/[0-9]*/environ")
    // busybox knows no -z.
    let inside = Self.sweep(
      """
      for file in /proc/[0-9]*/environ; do
        ! tr '\\0' '\\n' <"$file" 2>/dev/null | grep -qxF \(variable) || echo "$file"
      done
      """)
    return """
      client=
      end() {
        trap '' TERM HUP
        [ -z "$client" ] || kill "$client" 2>/dev/null
        if [ "$(id -u)" -eq 0 ] && grep -qz . /proc/self/environ 2>/dev/null; then
          sh -c \(ShellWord.quote(outside))
        else
          \(engine) exec -u 0 "$c" sh -c \(ShellWord.quote(inside)) 2>/dev/null
        fi
        exit 143
      }
      trap end TERM HUP

      """
  }

  private static func sweep(_ marked: String) -> String {
    """
    for signal in TERM KILL; do
      pids=
      for file in $(\(marked)); do file=${file%/*}; pids="$pids ${file#/proc/}"; done
      [ -n "$pids" ] || exit 0
      kill -$signal $pids 2>/dev/null
      sleep 0.3 2>/dev/null || sleep 1
    done
    """
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
