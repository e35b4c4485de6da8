import PlayModel

/// What is said to HAProxy's runtime socket (management guide, "Unix Socket commands"), each in one script.
///
/// The socket takes any command with a normal end and answers errors as text: whatever a `set` answers is
/// an error. Scripts take turns, so that two hosts are never both found to have another one up.
struct HAProxyDriver: BalancerDriver {
  func script(_ request: BalancerRequest) -> String {
    let lines: [String]
    switch request.command {
    case .look: lines = request.balancer.backends.map { "look \(target($0, request))" }
    case .drain(let backends, let sparesLast):
      // All are asked before the first is changed.
      lines =
        (sparesLast ? backends.map { "spare \(target($0, request))" } : [])
        + backends.map { "put \(target($0, request)) state drain" }
    case .forgetHealth(let backends): lines = backends.map { "forget \(target($0, request))" }
    case .ready(let backends): lines = backends.map { "put \(target($0, request)) state ready" }
    case .cut(let backends):
      lines = backends.flatMap { ["put \(target($0, request)) state maint", "shut \(target($0, request))"] }
    case .maintain(let backends): lines = backends.map { "put \(target($0, request)) state maint" }
    case .verify: lines = []
    case .weigh(let backend, let weight): lines = ["put \(target(backend, request)) weight \(weight)"]
    }
    return """
      exec 2>&1
      socket=\(ShellWord.quote(request.balancer.socket))
      \(Self.functions)
      lock || return 1
      \((lines + ["return 0"]).joined(separator: " || return 1\n"))
      """
  }

  func looks(_ report: ScriptReport, _ request: BalancerRequest) -> [ServerLook] {
    ServerLook.haproxy(report)
  }

  private func target(_ backend: String, _ request: BalancerRequest) -> String {
    ShellWord.line([backend, request.server])
  }

  /// - `ask COMMAND`: what the socket answers. perl is part of every Debian, socat of most balancers.
  /// - `lock`: by the socket's folder, which all logins can open that may use the socket; where this one cannot
  ///   read it, only its own scripts take turns.
  /// - `find BACKEND SERVER`: `row` of `show servers state` and `name`; a server is also known by its address or
  ///   FQDN and port (fields 5, 18 and 19), as those that a template made.
  /// - `known`: names that there are, for those who have written another one.
  /// - `look BACKEND SERVER`: `=state`, a row of `show servers state`, and `=stat`, one of `show stat`.
  /// - `spare BACKEND SERVER`: fails where the server is the only one that is up.
  /// - `shut BACKEND SERVER`: ends its sessions. Those of clients that a cookie binds to it come to a drained server, and
  ///   not to one in maintenance (configuration manual, `persist` and `redispatch`).
  /// - `forget BACKEND SERVER`: one that was cut off is drained again, as it is not checked in maintenance; forced drain (0x08) and enabled checks (0x06) only; without checks nothing
  ///   would ever bring it up again.
  private static let functions = #"""
    ask() {
      if command -v socat >/dev/null 2>&1; then
        printf '%s\n' "$1" | socat -t 10 - UNIX-CONNECT:"$socket"
      elif command -v perl >/dev/null 2>&1; then
        perl -e 'use IO::Socket::UNIX; alarm 10;
          my $s = IO::Socket::UNIX->new(Peer => $ARGV[0]) or do { print "$ARGV[0]: $!\n"; exit 1 };
          print $s "$ARGV[1]\n"; $s->shutdown(1); print while <$s>;' "$socket" "$1"
      elif command -v python3 >/dev/null 2>&1; then
        python3 -c 'import socket, sys
    s = socket.socket(socket.AF_UNIX); s.settimeout(10)
    try:
      s.connect(sys.argv[1])
    except OSError as error:
      sys.exit(f"{sys.argv[1]}: {error.strerror}")
    s.sendall(sys.argv[2].encode() + b"\n"); s.shutdown(1)
    while part := s.recv(65536): sys.stdout.write(part.decode())' "$socket" "$1"
      else
        echo 'neither socat nor perl nor python3 is there to talk to the socket'
        return 1
      fi
    }
    lock() {
      folder=$(dirname "$socket")
      if [ -r "$folder" ]; then exec 8<"$folder"; else exec 8>>/run/lock/swiftplay-balancer-"$(id -u)"; fi
      flock -w 20 8 || { echo 'another script holds the balancer'; return 1; }
    }
    tell() {
      said=$(ask "$1") || { printf '%s\n' "$said"; return 1; }
      case $said in *[![:space:]]*) printf '%s: %s\n' "$1" "$said"; return 1 ;; esac
    }
    put() {
      find "$1" "$2" || return 1
      tell "set server $1/$name $3 $4"
    }
    find() {
      said=$(ask "show servers state $1") || { printf '%s\n' "$said"; return 1; }
      row=$(printf '%s\n' "$said" | awk -v server="$2" 'NF > 15 && $1 != "#" {
        if ($4 == server) { print; named = 1; exit }
        if ($5 ":" $19 == server || "[" $5 "]:" $19 == server || $18 ":" $19 == server) at[++count] = $0
      } END { if (!named) for (i = 1; i <= count; i++) print at[i] }')
      case $row in *'
    '*) printf 'Several servers of %s are %s\n' "$1" "$2"; return 1 ;; esac
      name=$(printf '%s\n' "$row" | awk '{ print $4 }')
      [ -z "$name" ] || return 0
      case $said in
        *be_name*)
          printf 'No such server: %s/%s%s\n' "$1" "$2" "$(printf '%s\n' "$said" | awk '
            NF > 15 && $1 != "#" { print $4 }' | known)" ;;
        *) printf '%s: %s%s\n' "$1" "$(printf '%s' "$said" | tr -d '\n')" "$(ask 'show backend' | grep -v '^#' | known)" ;;
      esac
      return 1
    }
    known() { awk 'NF && ++count <= 8 { names = names (count > 1 ? ", " : "") $1 }
      END { if (count) printf " (there is %s%s)", names, (count > 8 ? ", …" : "") }'; }
    look() {
      find "$1" "$2" || return 1
      said=$(ask "show stat -1 4 -1") || { printf '%s\n' "$said"; return 1; }
      stat=$(printf '%s\n' "$said" | awk -F, -v backend="$1" -v server="$name" '$1 == backend && $2 == server')
      [ -n "$stat" ] || { printf '%s\n' "$said" | head -n 3; return 1; }
      printf '=state %s\n=stat %s\n' "$row" "$stat"
    }
    spare() {
      find "$1" "$2" || return 1
      said=$(ask "show stat -1 4 -1") || { printf '%s\n' "$said"; return 1; }
      alone=$(printf '%s\n' "$said" | awk -F, -v backend="$1" -v server="$name" '
        $1 == backend && ($18 ~ /^UP/ || $18 == "no check") { if ($2 == server) own = 1; else others = 1 }
        END { if (own && !others) print "alone" }')
      [ -z "$alone" ] || { printf '=alone %s\n' "$1"; return 1; }
    }
    shut() {
      find "$1" "$2" || return 1
      tell "shutdown sessions server $1/$name"
    }
    forget() {
      find "$1" "$2" || return 1
      set -- "$1" "$name" $row
      if [ $(($9 & 1)) -ne 0 ]; then
        tell "set server $1/$2 state drain" && find "$1" "$2" || return 1
        set -- "$1" "$name" $row
      fi
      [ $(($9 & 8)) -ne 0 ] && [ $((${16} & 6)) -eq 6 ] || return 0
      tell "set server $1/$2 health down"
    }
    """#
}
