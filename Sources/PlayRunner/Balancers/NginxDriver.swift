import PlayModel

/// Steers an nginx (open source) by the `server` lines of one of its files: `down` takes a server out, and
/// a reload puts the file into force (nginx.org: ngx_http_upstream_module, Controlling nginx).
///
/// After a reload, worker processes of the old configuration live until their last request has ended: that
/// none is left is the proof of a drain. Nothing says how a server is, so the balancer's host connects to it.
struct NginxDriver: BalancerDriver {
  let files: NginxFiles

  /// Each host of a batch waits for the reloads of the others.
  var deadline: Duration { .seconds(120) }

  func script(_ request: BalancerRequest) -> String {
    let backends = request.balancer.backends
    let lines: [String]
    switch request.command {
    case .look: lines = backends.map { "look \(ShellWord.quote($0))" }
    case .drain(let backends, let sparesLast):
      lines =
        (sparesLast ? backends.map { "spare \(ShellWord.quote($0))" } : [])
        + ["change drain 0 \(ShellWord.line(backends))"]
    // Its health is asked at every look.
    case .forgetHealth, .verify, .cut: lines = []
    case .maintain(let backends): lines = ["change maint 0 \(ShellWord.line(backends))"]
    case .ready(let backends): lines = ["change ready 0 \(ShellWord.line(backends))"]
    case .weigh(let backend, let weight): lines = ["change weigh \(weight) \(ShellWord.quote(backend))"]
    }
    // A file without `upstream` lines is included within the only one.
    let lone = backends.count == 1 ? backends[0] : ""
    return """
      exec 2>&1
      trap '' PIPE HUP
      file=\(ShellWord.quote(files.file)) pidfile=\(ShellWord.quote(files.pidFile))
      server=\(ShellWord.quote(request.server)) lone=\(ShellWord.quote(lone))
      export server lone
      nginx() { command \(ShellWord.line(files.program)) "$@"; }
      \(ConnectionAttempt.function)
      \(Self.functions)
      real=$(readlink -f "$file") && [ -f "$real" ] && [ -r "$real" ] || { echo "$file: cannot be read"; return 1; }
      \((lines + ["return 0"]).joined(separator: " || return 1\n"))
      """
  }

  func looks(_ report: ScriptReport, _ request: BalancerRequest) -> [ServerLook] {
    ServerLook.rows(report, counts: "worker processes with requests from before the drain")
  }

  /// - `scan BACKEND…`: with `act` as `list`, each server of the backend as `address state weight own|other`;
  ///   else the whole file with the server's line in these backends changed.
  /// - `look BACKEND`, `spare BACKEND`, `change ACT WEIGHT BACKEND…`: the requests.
  /// - `workers`: `pid new|old` of each worker process of the master.
  /// - `reload`: ends when every worker of the old configuration accepts nothing more.
  ///
  /// The lock is the file's directory: all logins that may change the file can open it.
  static let functions = #"""
    scan() {
      act=$1 weight=$2; shift 2; backends=" $* "; export act weight backends
      awk '
        function fail(words) { printf "%s:%d: %s\n", FILENAME, FNR, words; failed = 1; exit 2 }
        function without(word,   at) {
          if (match(code, "[ \t]" word "[ \t;]")) code = substr(code, 1, RSTART - 1) substr(code, RSTART + RLENGTH - 1)
        }
        BEGIN { act = ENVIRON["act"]; server = ENVIRON["server"]; mark = " # swiftplay: drained" }
        {
          at = index($0, "#"); code = at ? substr($0, 1, at - 1) : $0; rest = at ? substr($0, at) : ""; isServer = 0
          if (code ~ /^[ \t]*upstream[ \t]/) {
            if (code !~ /^[ \t]*upstream[ \t]+[^ \t{};]+[ \t]*[{]?[ \t]*$/) fail("more on one line than the name of an upstream")
            split(code, words, /[ \t{]+/); inside = words[1] == "" ? words[3] : words[2]
          } else if (code ~ /^[ \t]*[}]/) inside = ""
          else if (code ~ /^[ \t]*server[ \t]+[^ \t{]/) {
            if (code !~ /^[ \t]*server([ \t]+[^ \t;{}]+)+[ \t]*;[ \t]*$/) fail("not one whole server line: server ADDRESS ...;")
            isServer = 1
          }
          here = inside == "" ? ENVIRON["lone"] : inside
          if (isServer && here != "" && index(ENVIRON["backends"], " " here " ")) {
            text = code; sub(/^[ \t]*server[ \t]+/, "", text); sub(/[ \t]*;[ \t]*$/, "", text)
            count = split(text, words, /[ \t]+/); address = words[1]; state = "ready"; load = 1
            for (i = 2; i <= count; i++) {
              if (words[i] == "down") state = substr(" " rest, 1, length(mark)) == mark ? "drain" : "maint"
              if (words[i] ~ /^weight=/) load = substr(words[i], 8)
            }
            own = address == server || (!index(server, ":") && index(address, server ":") == 1)
            if (own && seen[here]++) fail(server " stands twice in " here)
            if (act == "list") print address, state, load, own ? "own" : "other"
            if (own && act == "drain" && state == "ready") { sub(/;/, " down;", code); sub(/[ \t]*$/, mark "&", code) }
            if (own && act == "maint" && state == "ready") sub(/;/, " down;", code)
            if (own && act == "maint" && state == "drain") { sub(/[ \t]$/, "", code); rest = substr(rest, length(mark)) }
            if (own && act == "ready" && state != "ready") {
              without("down")
              if (state == "drain") { sub(/[ \t]$/, "", code); rest = substr(rest, length(mark)) }
            }
            if (own && act == "weigh" && load != ENVIRON["weight"]) {
              without("weight=[0-9]+")
              if (ENVIRON["weight"] != 1) sub(/;/, " weight=" ENVIRON["weight"] ";", code)
            }
          }
          if (act != "list") print code rest
        }
        END {
          if (failed) exit 2
          count = split(ENVIRON["backends"], wanted, " ")
          for (i = 1; i <= count; i++) if (!seen[wanted[i]]) {
            if (act == "list") print ""
            printf "No such server: %s/%s in %s\n", wanted[i], server, FILENAME; exit 3
          }
        }' "$real"
    }
    workers() {
      read -r master <"$pidfile" && [ -d /proc/"$master" ] || { echo "nginx does not run ($pidfile)"; return 1; }
      for entry in /proc/[0-9]*; do
        read -r stat 2>/dev/null <"$entry"/stat || continue
        set -- ${stat##*) }
        [ "$2" = "$master" ] || continue
        case $(tr '\0' ' ' 2>/dev/null <"$entry"/cmdline) in
          'nginx: worker process is shutting down'*) echo "${entry#/proc/} old" ;;
          'nginx: worker process'*) echo "${entry#/proc/} new" ;;
        esac
      done
    }
    look() {
      rows=$(scan list 0 "$1") || { printf '%s\n' "$rows" | tail -n 1; return 1; }
      all=$(workers) || { printf '%s\n' "$all"; return 1; }
      set -- "$1" $(printf '%s\n' "$rows" | awk '$4 == "own"') "$(printf '%s\n' "$all" | grep -c ' old$')"
      up=down
      ! connects "$2" || up=up
      printf '=server %s %s %s %s %s %s, a connection to %s is %s\n' "$1" "$3" "$4" "$up" "$6" "$3" "$2" \
        "$([ $up = up ] && echo made || echo refused)"
    }
    spare() {
      rows=$(scan list 0 "$1") || { printf '%s\n' "$rows" | tail -n 1; return 1; }
      set -- "$1" $(printf '%s\n' "$rows" | awk '$4 == "own"')
      [ "$3" = ready ] && connects "$2" || return 0
      for other in $(printf '%s\n' "$rows" | awk '$4 == "other" && $2 == "ready" { print $1 }'); do
        ! connects "$other" || return 0
      done
      printf '=alone %s\n' "$1"
      return 1
    }
    reload() {
      before=$(workers) || { printf '%s\n' "$before"; return 1; }
      kill -HUP "$(cat "$pidfile")" || return 1
      turn=0
      while [ $turn -lt 150 ]; do
        sleep 0.1
        now=$(workers) || { printf '%s\n' "$now"; return 1; }
        state=$(printf '%s\n%s\n' "$before" "$now" | awk -v earlier="$(printf '%s\n' "$before" | grep -c .)" '
          NR <= earlier { old[$1] = 1; next }
          $2 == "new" && old[$1] { waits = 1 }
          $2 == "new" && !old[$1] { fresh = 1 }
          END { print fresh && !waits ? "done" : "waits" }')
        [ "$state" != done ] || return 0
        turn=$((turn + 1))
      done
      echo 'nginx does not take the new configuration into force; its error log says why'
      return 1
    }
    valid() {
      said=$(nginx -T 2>&1) || {
        # Without the time and the process, which precede each line of its log.
        printf '%s\n' "$said" | grep -E '\[(emerg|alert|crit|error)\]|failed' | head -n 3 |
          sed 's|^[0-9/]* [0-9:]* \(\[[a-z]*\]\) [0-9#]*: |\1 |'
        return 1
      }
      printf '%s\n' "$said" | grep -qxF "# configuration file $file:" && return 0
      echo "$file is no part of the configuration that nginx reads"
      return 1
    }
    change() {
      directory=$(dirname "$real")
      [ -w "$directory" ] && [ -r "$directory" ] || { echo "$directory: cannot be written to"; return 1; }
      exec 8<"$directory"
      flock -w 60 8 || { echo 'another script changes the file'; return 1; }
      new=$directory/.$(basename "$real").swiftplay
      cp -p "$real" "$new" || return 1
      scan "$@" >"$new" || { tail -n 1 "$new"; rm -f "$new"; return 1; }
      # What was in force stands beside it for as long as it is not known that the change is.
      if cmp -s "$new" "$real"; then
        rm -f "$new"
        [ -e "$new-old" ] || return 0
      else
        [ -e "$new-old" ] || cp -p "$real" "$new-old" || return 1
        sync "$new"
        mv "$new" "$real" || return 1
      fi
      if valid && reload; then rm -f "$new-old"; return 0; fi
      mv "$new-old" "$real"
      ! nginx -t >/dev/null 2>&1 || kill -HUP "$(cat "$pidfile")"
      return 1
    }
    """#
}
