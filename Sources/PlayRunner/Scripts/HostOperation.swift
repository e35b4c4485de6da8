import PlayModel

/// What makes a script that changes a host safe to lose the connection to, and safe to send twice.
///
/// It holds the service's flock for its whole length, ignores SIGPIPE and SIGHUP, writes its output to a
/// file first, and keeps its result under the operation id: the same operation sent again gives the
/// recorded result and changes nothing.
public struct HostOperation: Sendable, Hashable {
  /// `<run>/<step>`, with `/undo` after it for an undo.
  public var id: String
  public var run: RunID
  public var service: ServiceName
  /// Where the host keeps locks and results: belongs to the engine, not to a login.
  public var stateDirectory: String
  /// How long to wait for a predecessor that still runs, whole seconds.
  public var lockWait: Int

  public init(
    id: String, run: RunID, service: ServiceName, stateDirectory: String, lockWait: Int = 120
  ) {
    self.id = id
    self.run = run
    self.service = service
    self.stateDirectory = stateDirectory
    self.lockWait = lockWait
  }

  /// The id as a file name: `/` cannot stand in one, and `%` keeps the mapping unambiguous.
  var recordName: String {
    id.replacing("%", with: "%25").replacing("/", with: "%2F")
  }

  /// The function `swiftplay`, which runs `work` under the lock.
  var wrapper: String {
    """
    trap '' PIPE HUP
    umask 007
    state=\(ShellWord.quote(stateDirectory))
    swiftplay() {
      \(StateDirectory.preparation)
      exec 9>>"$state"/\(ShellWord.quote(service.text)).lock || return 125
      flock -w \(lockWait) 9 || { echo '=busy'; return 125; }
      results="$state"/\(ShellWord.quote(run.text))
      mkdir -p "$results" || return 125
      record="$results"/\(ShellWord.quote(recordName))
      if [ ! -f "$record" ]; then
        : >"$record.new" || return 125
        ( work ) >"$record.new" 2>&1
        echo "=exit $?" >>"$record.new"
        mv "$record.new" "$record" || return 125
      fi
      cat "$record"
    }

    """
  }
}
