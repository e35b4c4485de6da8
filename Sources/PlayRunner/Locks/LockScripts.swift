import PlayModel

/// The scripts that take, keep, show and break locks.
///
/// `SERVICE.holder` is one line, `run token fence pid since machine owner`; `SERVICE.beat` is when the
/// holder was last heard of, in seconds of /proc/uptime: the wall clock may be set while a run goes on,
/// the monotonic one (proc(5)) cannot. `SERVICE.fence` is the last fence given; it outlives the holder.
/// All of it changes under one flock a host, `claims.lock`. One that is empty is as good as none: who wrote it was
/// ended in between. Written in place, because a rename takes a program of its own, a millisecond each.
enum LockScripts {
  /// Sets `$state`, made when it is not there. The engine's own id names it.
  static let locate = """
    id=$(engine_id 2>/dev/null)
    while :; do
      case $id in
        *[!A-Za-z0-9-]*) id=${id%%[!A-Za-z0-9-]*}-${id#*[!A-Za-z0-9-]} ;;
        *) break ;;
      esac
    done
    state=\(StateDirectory.parent)/swiftplay-${id:-$engine}
    """

  private static let uptime = "read -r up _ </proc/uptime; up=${up%%.*}"
  private static let readHolder = "read -r h_run h_token h_fence h_pid h_since h_machine h_owner"
  private static let tell = """
    beat=; [ ! -f "$state/$service.beat" ] || read -r beat <"$state/$service.beat"
    echo "=held $service $h_run $h_fence $h_pid $h_since $((up - ${beat:-0})) $h_machine $h_owner"
    """

  /// Takes all of the claim's services, or none: `claimed SERVICE FENCE` for each, or what hinders it.
  ///
  /// A host that has no fence kept (`/run` is empty after a reboot) goes on from the newest in its containers'
  /// labels or from the seconds of its clock, whichever is more: fences given and never used are passed too.
  ///
  /// Expects `$state`. Waits at last for what an earlier holder may still have running, so that a look
  /// after this sees a host that nobody else changes.
  static func claim(_ claim: HostClaim) -> String {
    let services = words(claim.services.map(\.text))
    let mine = ShellWord.quote(" " + ([claim.run] + claim.replacing).map(\.text).joined(separator: " ") + " ")
    let limits = claim.held.sorted { $0.key.text < $1.key.text }.map { service, fence in
      "\(ShellWord.quote(service.text))) limit=\(fence) ;;"
    }
    return """
      # The mask of the preparation ends with its subshell.
      umask 007
      [ -d "$state" ] || (\(StateDirectory.preparation.replacing("return 125", with: "exit 1"))) || return 1
      exec 8>>"$state"/claims.lock || return 1
      flock -w 30 8 || { echo '=busy claims'; return 1; }
      \(uptime)
      now=$(date +%s)
      hindered=
      for service in \(services); do
        [ -s "$state/$service.holder" ] || continue
        \(readHolder) <"$state/$service.holder"
        case \(mine) in *" $h_run "*) continue ;; esac
        \(tell)
        hindered=1
      done
      [ -z "$hindered" ] || { exec 8>&-; return 1; }
      for service in \(services); do
        top=0 base=0
        if [ -s "$state/$service.fence" ]; then
          read -r top <"$state/$service.fence"
        else
          base=$now
          ids=$($engine ps --all --quiet --no-trunc --filter "label=\(ContainerLabel.service)=$service") || return 1
          [ -z "$ids" ] || for label in $($engine inspect --type container \\
            --format '{{index .Config.Labels "\(ContainerLabel.fence)"}}' $ids); do
            [ "$label" -gt "$top" ] 2>/dev/null && top=$label
          done
        fi
        limit=
        case $service in
          \(limits.joined(separator: "\n    "))
        esac
        [ -z "$limit" ] || [ "$top" -le "$limit" ] || { echo "=overtaken $service $top"; return 1; }
        h_run= h_token=
        [ ! -s "$state/$service.holder" ] || \(readHolder) <"$state/$service.holder"
        if [ "$h_run $h_token" = \(ShellWord.quote("\(claim.run) \(claim.token)")) ]; then
          fence=$h_fence
        else
          [ "$base" -le "$top" ] || top=$base
          fence=$((top + 1))
          echo "$fence" >"$state/$service.fence" || return 1
          printf '%s\\n' \(ShellWord.quote("\(claim.run) \(claim.token)"))" $fence \(claim.processID) $now "\(ShellWord.quote(tail(claim))) >"$state/$service.holder" || return 1
        fi
        echo "$up" >"$state/$service.beat"
        echo "=claimed $service $fence"
      done
      exec 8>&-
      for service in \(services); do
        ( flock -w 120 9 ) 9>>"$state/$service.lock" || { echo "=busy $service"; return 1; }
      done
      """
  }

  /// Only the claim, for a host that has forgotten it.
  static func claimAlone(_ request: HostClaim) -> String { locate + "\n" + claim(request) }

  /// Says that the holder lives; `lost SERVICE` where it is not the holder any more.
  static func beat(_ claim: HostClaim, stateDirectory: String) -> String {
    """
    state=\(ShellWord.quote(stateDirectory))
    \(uptime)
    for service in \(words(claim.services.map(\.text))); do
      h_run= h_token=
      [ ! -s "$state/$service.holder" ] || \(readHolder) <"$state/$service.holder"
      if [ "$h_run $h_token" = \(ShellWord.quote("\(claim.run) \(claim.token)")) ]; then
        echo "$up" >"$state/$service.beat"
      else
        echo "=lost $service"
      fi
    done
    return 0
    """
  }

  /// Gives the services back, where they are still held by this very claim; the fences stay.
  ///
  /// - Parameter forget: the run is over. Its operation results go, and with them what processes of it before this
  ///   one still hold: a script of theirs that arrives now would find neither a result nor that it comes too late.
  static func release(_ claim: HostClaim, forget: Bool, stateDirectory: String?) -> String {
    let mine =
      forget
      ? "\"$h_run\" = \(ShellWord.quote(claim.run.text))"
      : "\"$h_run $h_token\" = \(ShellWord.quote("\(claim.run) \(claim.token)"))"
    return """
      \(stateDirectory.map { "state=" + ShellWord.quote($0) } ?? locate)
      [ -d "$state" ] || return 0
      exec 8>>"$state"/claims.lock || return 1
      flock -w 30 8 || return 1
      set --
      for service in \(words(claim.services.map(\.text))); do
        h_run= h_token=
        [ ! -s "$state/$service.holder" ] || \(readHolder) <"$state/$service.holder"
        [ \(mine) ] || continue
        set -- "$@" "$state/$service.holder" "$state/$service.beat"
      done
      rm -rf "$@"\(forget ? " \"$state\"/\(ShellWord.quote(claim.run.text))" : "")
      return 0
      """
  }

  /// `held …` for every lock of the host.
  static let list = """
    \(locate)
    \(uptime)
    for holder in "$state"/*.holder; do
      [ -s "$holder" ] || continue
      service=${holder##*/}; service=${service%.holder}
      \(readHolder) <"$holder"
      \(tell)
    done
    return 0
    """

  /// Takes a run's locks away: waits for an operation that runs, raises the fence, notes who and why.
  /// `broken SERVICE FENCE` for each.
  static func breakLocks(of run: RunID, by whom: String, reason: String) -> String {
    let note = ShellWord.quote("\(run) \(oneLine(whom)): \(oneLine(reason))")
    return """
      \(locate)
      [ -d "$state" ] || return 0
      umask 007
      exec 8>>"$state"/claims.lock || return 1
      flock -w 30 8 || { echo '=busy claims'; return 1; }
      for holder in "$state"/*.holder; do
        [ -s "$holder" ] || continue
        service=${holder##*/}; service=${service%.holder}
        \(readHolder) <"$holder"
        [ "$h_run" = \(ShellWord.quote(run.text)) ] || continue
        exec 9>>"$state/$service.lock" || return 1
        flock -w 20 9 || { echo "=busy $service"; return 1; }
        echo "$((h_fence + 1))" >"$state/$service.fence" || return 1
        rm -f "$holder" "$state/$service.beat" || return 1
        printf '%s %s %s\\n' "$(date +%s)" "$service" \(note) >>"$state/broken.log"
        echo "=broken $service $((h_fence + 1))"
        exec 9>&-
      done
      return 0
      """
  }

  private static func words(_ texts: [String]) -> String { ShellWord.line(texts) }

  private static func tail(_ claim: HostClaim) -> String {
    oneWord(claim.machine) + " " + oneLine(claim.owner)
  }

  private static func oneLine(_ text: String) -> String {
    String(text.map { $0.isNewline ? " " : $0 })
  }

  private static func oneWord(_ text: String) -> String {
    text.isEmpty ? "-" : String(text.map { $0.isWhitespace ? "-" : $0 })
  }
}
