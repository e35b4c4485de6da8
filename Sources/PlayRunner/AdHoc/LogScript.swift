import PlayModel

/// The script that prints the logs of a service's containers on one host, with the engine's timestamps.
///
/// stdout and stderr are the containers' own. Lines that begin with the nonce are the script's: `begin` on
/// both streams, `container NAME` before each container's lines on both, `missing`, `down` and `none` for
/// why there are no lines, `failed` for a container whose log cannot be read, and `end`.
struct LogScript {
  let question: LogQuestion
  /// Stays for more, at the container that serves.
  var follows = false
  let nonce: String

  func command(engine: EngineInfo.Kind, deadline: Duration, become: Become?) -> RemoteCommand {
    var text = """
      LC_ALL=C; export LC_ALL
      engine=\(engine.rawValue)
      mark() { printf '\\n%s %s\\n' \(nonce) "$*"; }

      """
    text += follows ? Self.following : ""
    text += "work() {\n\(body)\n}\nmark begin; mark begin >&2\nwork </dev/null\nmark end\n"
    return RemoteCommand(
      "/bin/sh", stdin: Array(text.utf8), deadline: deadline, outputLimit: 0, become: become,
      // One that follows watches for itself whether anybody listens, after a lost connection too.
      endsWhenGivenUp: !follows)
  }

  private var body: String {
    let label = ShellWord.quote("label=\(ContainerLabel.service)=\(question.service)")
    let name = ShellWord.quote("name=^/?\(Self.escaped(question.service.text))$")
    let list = "$engine ps --all --no-trunc --format '{{.ID}} {{.Names}}' --filter"
    var options = ["--timestamps"]
    if let tail = question.tail { options.append("--tail \(tail)") }
    if let since = question.since { options.append("--since \(ShellWord.quote(since))") }
    let read = "$engine logs \(options.joined(separator: " "))"
    // Oldest first; a container that is not yet in its place serves already in a rollout that starts first.
    return """
      command -v $engine >/dev/null 2>&1 || { mark missing; return; }
      list=$(\(list) \(label) 2>/dev/null) || { mark down "$($engine ps --quiet 2>&1 | tail -n 1)"; return; }
      # A container of that name which swiftplay did not make will do.
      [ -n "$list" ] || list=$(\(list) \(name) 2>/dev/null)
      current='' next='' previous=''
      while read -r id name; do
        [ -n "$id" ] || continue
        case $name in
          *.????????-??????-????.next) next="$id:$name $next" ;;
          *.????????-??????-????) previous="$id:$name $previous" ;;
          *) current="$id:$name $current" ;;
        esac
      done <<LIST
      $list
      LIST
      [ -n "$current$next\(question.previous ? "$previous" : "")" ] || { mark none; return; }
      \(follows ? following(read) : reading(read))
      """
  }

  private func reading(_ read: String) -> String {
    """
    for each in \(question.previous ? "$previous " : "")$current $next; do
      mark container "${each#*:}"; mark container "${each#*:}" >&2
      \(read) "${each%%:*}" || mark failed
    done
    """
  }

  private func following(_ read: String) -> String {
    let before =
      question.previous
      ? """
      for each in $previous; do
        mark container "${each#*:}"; mark container "${each#*:}" >&2
        \(read) "${each%%:*}" || mark failed
      done

      """ : ""
    return before + """
      for each in $current $next; do
        mark container "${each#*:}"; mark container "${each#*:}" >&2
        follow \(read) --follow "${each%%:*}" || mark failed
        return
      done
      """
  }

  /// Runs a command until it ends or the connection is gone: a client of the engine that has nothing to
  /// print would not notice that nobody listens any more. The sshd of this login is found above sudo and
  /// shells; where /proc does not show it (mount option hidepid) the command stays until its next line.
  private static let following = """
    follow() {
      watched='' process=$PPID
      while [ "${process:-0}" -gt 1 ] && [ -r /proc/$process/comm ]; do
        case $(cat /proc/$process/comm) in sshd*) watched=$process; break ;; esac
        process=$(sed 's/.*) [A-Z] \\([0-9]*\\) .*/\\1/' /proc/$process/stat)
      done
      "$@" &
      reader=$!
      watcher=''
      if [ -n "$watched" ]; then
        (while [ -d /proc/$watched ] && kill -0 $reader 2>/dev/null; do sleep 1; done; kill $reader) \\
          </dev/null >/dev/null 2>&1 &
        watcher=$!
      fi
      wait $reader
      code=$?
      [ -z "$watcher" ] || kill $watcher 2>/dev/null
      return $code
    }

    """

  /// For the engine's name filter, a regular expression.
  private static func escaped(_ name: String) -> String {
    name.map { "\\.+*?()|[]{}^$".contains($0) ? "\\\($0)" : String($0) }.joined()
  }
}
