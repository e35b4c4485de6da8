/// How a balancer's host finds out whether a server accepts connections, where the balancer itself does not say.
enum ConnectionAttempt {
  /// `connects ADDRESS`: within three seconds; the port is 80 where none is said.
  static let function = #"""
    connects() {
      case $1 in unix:* | unix/*) return 0 ;; *]) to=$1:80 ;; *:*) to=$1 ;; *) to=$1:80 ;; esac
      at=${to%:*}; at=${at#[}; at=${at%]}
      if command -v bash >/dev/null 2>&1; then
        timeout 3 bash -c '</dev/tcp/"$1"/"$2"' bash "$at" "${to##*:}" 2>/dev/null
      elif command -v perl >/dev/null 2>&1; then
        perl -e 'use IO::Socket::IP; exit !IO::Socket::IP->new(PeerHost => $ARGV[0], PeerPort => $ARGV[1], Timeout => 3)' \
          "$at" "${to##*:}"
      else
        nc -z -w 3 "$at" "${to##*:}" 2>/dev/null
      fi
    }
    """#
}
