import PlayModel

/// Steers a Caddy through its admin API on its host: a server that is out is no upstream of its `reverse_proxy`
/// (caddyserver.com/docs/api).
///
/// Every change says which state of the upstreams it is made for (`If-Match`), so that nobody else's is lost. Caddy
/// counts requests only of upstreams that its configuration names: one that is out is kept in an HTTP server of its
/// own, which listens nowhere. It also holds what has to be put back, and where.
struct CaddyDriver: BalancerDriver {
  /// Host and port of the admin API.
  let admin: String

  func script(_ request: BalancerRequest) -> String {
    let lines: [String]
    switch request.command {
    case .look: lines = request.balancer.backends.map { "look \(ShellWord.quote($0))" }
    case .drain(let backends, let sparesLast):
      lines =
        (sparesLast ? backends.map { "spare \(ShellWord.quote($0))" } : [])
        + backends.map { "drain \(ShellWord.quote($0))" }
    // Its health is asked at every look.
    case .forgetHealth, .maintain, .verify, .cut: lines = []
    case .ready(let backends): lines = backends.map { "ready \(ShellWord.quote($0))" }
    case .weigh: lines = ["{ echo 'Caddy has no weights'; return 1; }"]
    }
    return """
      exec 2>&1
      trap '' PIPE HUP
      admin=\(ShellWord.quote(admin)) server=\(ShellWord.quote(request.server))
      \(ConnectionAttempt.function)
      \(Self.functions)
      command -v curl >/dev/null || { echo 'curl is missing, which talks to the admin API'; return 1; }
      \((lines + ["return 0"]).joined(separator: " || return 1\n"))
      """
  }

  func looks(_ report: ScriptReport, _ request: BalancerRequest) throws(UnreadAnswer) -> [ServerLook] {
    ServerLook.rows(report)
  }

  /// - `api METHOD PATH BODY ETAG`: `status` and `answer`.
  /// - `find BACKEND`: where the upstreams are (`path`), their `etag` and `count`, the server's `index` and `element`
  ///   among them and the dial addresses of the `others`; `id` names it where it is kept. The Etag is a trailer.
  /// - `look`, `spare`, `drain`, `ready BACKEND`: the requests.
  private static let functions = #"""
    parked=/config/apps/http/servers/swiftplay
    api() {
      answer=$(curl -sS --max-time 30 -X "$1" ${3:+-H 'Content-Type: application/json' --data-binary "$3"} \
        ${4:+-H "If-Match: $4"} -w '\n%{http_code}' "http://$admin$2") || { printf '%s\n' "$answer"; return 1; }
      status=${answer##*
    }
      answer=${answer%
    *}
    }
    failed() {
      printf '%s: %s %s\n' "$1" "$status" "$answer"
      return 1
    }
    tag() { curl -sSi --max-time 30 "http://$admin$1" | sed -n 's/^[Ee][Tt]ag: //p' | tail -n 1 | tr -d '\r'; }
    find() {
      case $1 in */*) path=/config/${1#/}/upstreams ;; *) path=/id/$1/upstreams ;; esac
      id=swiftplay.$(printf '%s' "$1.$server" | tr '/ ' '..')
      etag=$(tag "$path")
      [ -n "$etag" ] || { api GET "$path" || return 1; failed "backend $1"; return 1; }
      index= element= others= count=0
      while :; do
        api GET "$path/$count" || return 1
        [ "$status" = 200 ] || return 0
        case $answer in
          *"\"dial\":\"$server\""*) index=$count element=$answer ;;
          *) others="$others $(printf '%s' "$answer" | sed -n 's/.*"dial":"\([^"]*\)".*/\1/p')" ;;
        esac
        count=$((count + 1))
      done
    }
    kept() {
      api GET "/id/$id/group" && [ "$status" = 200 ] || return 1
      place=$(printf '%s' "$answer" | tr -cd 0-9)
      api GET "/id/$id/handle/0/upstreams/0" && [ "$status" = 200 ] || return 1
      element=$answer
    }
    unknown() { printf 'No such server: %s/%s\n' "$1" "$server"; return 1; }
    look() {
      find "$1" || return 1
      state=ready
      if [ -z "$index" ]; then
        state=drain
        kept || { unknown "$1"; return 1; }
      fi
      api GET /reverse_proxy/upstreams || return 1
      load=$(printf '%s' "$answer" | tr '{' '\n' | grep -F "\"address\":\"$server\"" |
        sed -n 's/.*"num_requests":\([0-9]*\).*/\1/p')
      [ -n "$load" ] || { failed 'the upstreams'; return 1; }
      up=down
      ! connects "$server" || up=up
      printf '=server %s %s 1 %s %s %s, a connection to it is %s\n' "$1" "$state" "$up" "$load" "$state" \
        "$([ $up = up ] && echo made || echo refused)"
    }
    spare() {
      find "$1" || return 1
      [ -n "$index" ] && connects "$server" || return 0
      for other in $others; do ! connects "$other" || return 0; done
      printf '=alone %s\n' "$1"
      return 1
    }
    keep() {
      route="{\"@id\":\"$id\",\"group\":\"$index\",\"handle\":[{\"handler\":\"reverse_proxy\",\"upstreams\":[$element]}]}"
      # The first one brings the server with it: each change is a whole load of the configuration.
      for turn in 1 2 3 4 5 6 7 8; do
        api POST "$parked/routes" "$route" || return 1
        [ "$status" = 200 ] || api PUT "$parked" "{\"listen\":[],\"routes\":[$route]}" || return 1
        case $status in 200) return 0 ;; 409) ;; *) failed "$parked"; return 1 ;; esac
      done
      failed "$parked"
    }
    drain() {
      for turn in 1 2 3 4 5 6 7 8; do
        find "$1" || return 1
        wanted=$element
        if [ -z "$index" ]; then
          kept || unknown "$1"
          return
        fi
        kept || { element=$wanted; keep || return 1; }
        api DELETE "$path/$index" '' "$etag" || return 1
        case $status in 200) return 0 ;; 412) ;; *) failed "$path"; return 1 ;; esac
      done
      failed "$path"
    }
    ready() {
      for turn in 1 2 3 4 5 6 7 8; do
        find "$1" || return 1
        if [ -n "$index" ]; then forget; return; fi
        kept || { unknown "$1"; return 1; }
        if [ "$place" -lt "$count" ]; then
          api PUT "$path/$place" "$element" "$etag" || return 1
        else
          api POST "$path" "$element" "$etag" || return 1
        fi
        case $status in 200 | 412) ;; *) failed "$path"; return 1 ;; esac
      done
      failed "$path"
    }
    forget() {
      kept || return 0
      for turn in 1 2 3 4 5 6 7 8; do
        etag=$(tag "$parked")
        api GET "$parked/routes/1" || return 1
        if [ "$status" = 200 ]; then api DELETE "/id/$id" || return 1; else api DELETE "$parked" '' "$etag" || return 1; fi
        case $status in 200) return 0 ;; 412) ;; *) failed "$id"; return 1 ;; esac
      done
      failed "$id"
    }
    """#
}
