import PlayModel

/// What makes a script that changes a host safe to lose the connection to, and safe to send twice.
///
/// It holds the service's flock for its whole length, ignores SIGPIPE and SIGHUP, writes its output to a
/// file first, and keeps its result under the operation id: the same operation sent again gives the
/// recorded result, says so (`=recorded`), and changes nothing.
public struct HostOperation: Sendable, Hashable {
  /// `<run>/<step>`, with `/undo` after it for an undo.
  public var id: String
  public var run: RunID
  public var service: ServiceName
  /// Of the process that holds the service.
  public var token: String
  /// The fence this run holds the service with.
  public var fence: Int
  /// Operations that this one takes back: one of them that arrives later finds itself cancelled.
  public var cancels: [String]
  /// Where the host keeps locks and results: belongs to the engine, not to a login.
  public var stateDirectory: String
  /// How long to wait for a predecessor that still runs, whole seconds.
  public var lockWait: Int

  public init(
    id: String, run: RunID, service: ServiceName, token: String, fence: Int, cancels: [String] = [],
    stateDirectory: String, lockWait: Int = 120
  ) {
    self.id = id
    self.run = run
    self.service = service
    self.token = token
    self.fence = fence
    self.cancels = cancels
    self.stateDirectory = stateDirectory
    self.lockWait = lockWait
  }

  /// The id as a file name: `/` cannot stand in one, and `%` keeps the mapping unambiguous.
  private static func recordName(_ id: String) -> String {
    id.replacing("%", with: "%25").replacing("/", with: "%2F")
  }

  /// The function `swiftplay`, which runs `work` under the lock.
  ///
  /// Only success is kept (`.done`, which no program has to be started for): a failed operation that is sent again is
  /// tried again. Podman leaves a monitor
  /// behind for each container, which would inherit the lock and keep it.
  var wrapper: String {
    let service = ShellWord.quote(service.text)
    let cancelled = cancels.map { id in
      let record = ShellWord.quote(Self.recordName(id))
      return "[ -f \"$results\"/\(record).done ] || : >\"$results\"/\(record).cancelled || return 125"
    }
    return """
      trap '' PIPE HUP
      umask 007
      state=\(ShellWord.quote(stateDirectory))
      swiftplay() {
        \(StateDirectory.preparation)
        exec 9>>"$state"/\(service).lock || return 125
        flock -w \(lockWait) 9 || { echo '=busy'; return 125; }
        h_run= h_token= h_fence=
        [ ! -s "$state"/\(service).holder ] || read -r h_run h_token h_fence _ <"$state"/\(service).holder
        [ "$h_run $h_token $h_fence" = \(ShellWord.quote("\(run) \(token) \(fence)")) ] || { echo "=lost ${h_run:-nobody}"; return 125; }
        read -r up _ </proc/uptime; echo "${up%%.*}" >"$state"/\(service).beat
        results="$state"/\(ShellWord.quote(run.text))
        [ -d "$results" ] || mkdir -p "$results" || return 125
        record="$results"/\(ShellWord.quote(Self.recordName(id)))
        [ ! -f "$record.done" ] || { cat "$record"; echo '=recorded'; return; }
        [ ! -f "$record.cancelled" ] || { echo '=cancelled'; return 125; }
        \(cancelled.joined(separator: "\n  "))
        : >"$record" || return 125
        ( [ $engine = docker ] || exec 9>&-; work ) >"$record" 2>&1
        code=$?
        [ $code -ne 0 ] || : >"$record.done" || return 125
        [ ! -s "$record" ] || cat "$record"
        return $code
      }

      """
  }
}
