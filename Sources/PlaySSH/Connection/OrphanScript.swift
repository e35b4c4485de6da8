import PlayModel

/// Ends what a command has left running after it was given up.
///
/// Closing a channel does not: sshd only closes the command's pipes (session.c, `session_close_by_channel`).
/// RFC 4254 section 6.9 has a request for signals, which libssh2 1.10 cannot send. So a script on another
/// channel of the same connection looks, in Linux's /proc, for process groups whose leaders are children of
/// this connection's sshd, and ends them: SIGTERM, and SIGKILL to what is left after three seconds.
enum OrphanScript {
  private static let text = """
    p=$$
    mine=
    while [ "$p" -gt 1 ]; do
      read -r line < "/proc/$p/stat" || exit 1
      name=${line#*\\(}
      case "${name%\\)*}" in sshd*) break ;; esac
      mine=$p
      set -- ${line##*\\) }
      p=$2
    done
    [ "$p" -gt 1 ] || exit 1
    groups() {
      for file in /proc/[0-9]*/stat; do
        read -r line < "$file" || continue
        set -- ${line##*\\) }
        pid=${line%% *}
        if [ "$2" = "$p" ] && [ "$pid" != "$mine" ] && [ "$1" != Z ]; then echo "$pid"; fi
      done 2> /dev/null
    }
    found=$(groups)
    for pid in $found; do kill -TERM "-$pid" 2> /dev/null; done
    for second in 1 2 3; do
      left=
      for pid in $found; do if kill -0 "-$pid" 2> /dev/null; then left="$left $pid"; fi; done
      [ -n "$left" ] || exit 0
      sleep 1
    done
    for pid in $left; do kill -KILL "-$pid" 2> /dev/null; done
    exit 0
    """

  static func command(_ become: Become?) -> RemoteCommand {
    RemoteCommand("/bin/sh", stdin: Array(text.utf8), deadline: .seconds(8), become: become)
  }
}
