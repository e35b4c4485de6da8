import PlayModel
import PlayPlanning

/// The scripts that only look. Each is one round trip.
enum LookScripts {
  /// Engine, disk, clock, containers, listening ports, and those of `images` that the host has.
  ///
  /// With a claim, that comes before the look: a host that says `held` has not been looked at further.
  static func survey(images: [ImageReference], claim: HostClaim? = nil, dated: Bool = false) -> String {
    // A function of its own: whether it was granted is said by its facts, not by the survey's end.
    let taking = claim.map { "claim() {\n\(LockScripts.locate)\n\(LockScripts.claim($0))\n}" } ?? ""
    let take = claim == nil ? "" : "claim 2>&1 || return 0"
    let references = images.map { ShellWord.quote($0.description) }.joined(separator: " ")
    let dates =
      dated
      ? "ids=$($engine ps --all --quiet --no-trunc); [ -z \"$ids\" ] || $engine inspect --type container --format '{{.Image}}' $ids | sort -u | xargs -r $engine image inspect --format '=built {{.ID}} {{.Created}}' 2>/dev/null"
      : ""
    return """
      \(taking)
      \(listening)
      {
        command -v $engine >/dev/null 2>&1 || { echo '=missing'; return 0; }
        info=$(engine_info 2>&1) || { printf '%s\\n' "$info"; echo '=down'; return 0; }
        printf '=info %s\\n' "$info"
        # The client exits with 0 when it cannot reach the engine; then there is nothing to lock.
        case $info in *'"ServerErrors":["'*) return 0 ;; esac
        \(take)
        # Not before the lock: taking it may last. What the engine is not needed for is looked at meanwhile.
        echo '=look'
        printf '=time %s\\n' "$(date +%s)"
        df -Pk "$(engine_root 2>/dev/null)" 2>/dev/null |
          { while read -r line; do last=$line; done; echo "=disk ${last:-}"; }
        listening
        \(dates)
      } | engine_survey \(references) 2>&1
      return 0
      """
  }

  /// `=listen PORT` for every TCP port that something listens on. /proc/net/tcp goes through all connections of the
  /// host, which sock_diag(7) need not: it is read only where there is no ss(8). Its ports are hexadecimal (proc(5)).
  private static let listening = """
    listening() {
      if sockets=$(ss -Hltn 2>/dev/null) && [ -n "$sockets" ]; then
        printf '%s\\n' "$sockets" | while read -r _ _ _ at _; do echo "=listen ${at##*:}"; done
      else
        sed -n 's/^ *[0-9]*: \\([0-9A-F]*:[0-9A-F]*\\) [0-9A-F:]* 0A .*/=listen \\1/p' /proc/net/tcp /proc/net/tcp6 2>/dev/null
      fi
    }
    """

  /// One container as it is now, the answers of its `exec` and `command` checks, and with `logsSince` what it has
  /// logged since (at most 1 MB), with the time to ask from next.
  static func look(container: String, questions: [Check.Question], logsSince: String? = nil) -> String {
    var lines = [
      "engine_look \(ShellWord.quote(container))",
      "engine_container \(ShellWord.quote(container)) 2>&1 || return 1",
    ]
    for (index, question) in questions.enumerated() {
      switch question {
      case .exec(let arguments):
        lines.append(
          "answer=$($limit $engine exec \(ShellWord.quote(container)) \(ShellWord.line(arguments)) 2>&1)")
      case .command(let line):
        lines.append("answer=$($limit /bin/sh -c \(ShellWord.quote(line)) 2>&1)")
      case .http, .tcp, .healthy: continue
      }
      lines.append("printf '=check \(index) %d\\n' $?")
      lines.append("printf '%s\\n' \"$answer\" | tail -n 3 | cut -c1-300 | sed 's/^/=said \(index) /'")
    }
    if let logsSince {
      lines.append(
        "printf '=logged %s\\n' \"$(date +%s)\"\n$engine logs --since \(ShellWord.quote(logsSince)) "
          + "\(ShellWord.quote(container)) 2>&1 | tail -c 1000000 | sed 's/^/=log /'")
    }
    return lines.joined(separator: "\n") + "\nreturn 0"
  }

  /// Why a container failed: its state and its last 100 log lines.
  static func evidence(container: String) -> String {
    """
    engine_container \(ShellWord.quote(container)) 2>/dev/null
    $engine logs --tail 100 \(ShellWord.quote(container)) 2>&1 | sed 's/^/=log /'
    return 0
    """
  }

  /// What the registry has under a name, asked by the host's engine client.
  static func manifest(_ image: ImageReference) -> String {
    let reference = ShellWord.quote(image.description)
    return """
      said=$(engine_manifest \(reference) 2>&1) || { printf '%s\\n' "$said"; return 1; }
      printf '%s\\n' "$said"
      """
  }
}
