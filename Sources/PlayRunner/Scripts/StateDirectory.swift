import PlayModel

/// The one small directory on a host that holds locks and operation results.
///
/// It has to be the same for every login that may use the engine, so it lies in `/run/lock` (writable for
/// all on systems of the FHS), is named after the engine and belongs to the group of the engine's socket.
/// It is gone after a reboot, as are the processes it speaks of.
public enum StateDirectory {
  static let parent = "/run/lock"

  /// `/run/lock/swiftplay-<engine id>`
  public static func path(engine: EngineInfo) -> String {
    let id = engine.id.unicodeScalars.map { scalar in
      ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar) || ("0"..."9").contains(scalar)
        ? String(scalar) : "-"
    }.joined()
    return parent + "/swiftplay-" + (id.isEmpty ? engine.kind.rawValue : id)
  }

  /// Makes `$state`, shared by the socket's group, unless it is there.
  ///
  /// Made under another name and moved into place, so that nobody ever meets one with the wrong group.
  /// What is made in it later has to be writable for the group too, hence the mask.
  static let preparation = """
    umask 007
    if [ ! -d "$state" ]; then
      socket=$(engine_socket)
      fresh="$state.$$"
      mkdir -m 2770 "$fresh" || return 125
      chgrp "$(stat -c %g "${socket:-/nothing}" 2>/dev/null || id -g)" "$fresh" 2>/dev/null
      chmod 2770 "$fresh"
      mv -T "$fresh" "$state" 2>/dev/null || rmdir "$fresh" 2>/dev/null
    fi
    """
}
