# shellcheck shell=bash
# A load balancer on one of the hosts: HAProxy in front of port 8080 of others, on port 80.

balancer_up() { # host servers...
  local balancer=$1 server
  shift
  [ $# -gt 0 ] || die "balancer HOST SERVER...: which hosts does it stand in front of?" 64
  command -v haproxy >/dev/null || die "missing: haproxy; run Scripts/install-packages first"
  for server in "$@"; do with_host "$server"; done
  balancer_down "$balancer"
  {
    # Checks are quick, so that tests are; `timeout` is longer than the slowest page.
    cat <<'CONFIG'
global
  stats socket /run/haproxy/admin.sock mode 660 level admin
  maxconn 2000
defaults
  mode http
  timeout connect 2s
  timeout client 30s
  timeout server 30s
  timeout queue 30s
frontend edge
  bind :80
  default_backend web
backend web
  option httpchk GET /health
  http-check expect status 200
  default-server check inter 400ms rise 2 fall 3
CONFIG
    for server in "$@"; do printf '  server %s %s:8080\n' "$server" "$(host_address "$server")"; done
  } | in_node "$balancer" sh -c 'mkdir -p /run/haproxy && cat >/run/haproxy/haproxy.cfg'
  node_daemon "$balancer" /var/log/haproxy.log haproxy -db -f /run/haproxy/haproxy.cfg -p /run/haproxy.pid
  # shellcheck disable=SC2016 # expanded by the shell in the node
  in_node "$balancer" sh -c '
    i=0
    until [ -S /run/haproxy/admin.sock ]; do
      i=$((i + 1))
      [ $i -lt 250 ] || { tail -n 20 /var/log/haproxy.log >&2; exit 1; }
      sleep 0.02
    done' || die "HAProxy does not start on $balancer; the end of its log is above"
}

balancer_down() { # host
  # Not by its pid file: one in the foreground writes none.
  # shellcheck disable=SC2016 # expanded by the shell in the node
  in_node "$1" sh -c '
    for file in /proc/[0-9]*/comm; do
      [ "$(cat "$file" 2>/dev/null)" = haproxy ] || continue
      pid=${file#/proc/}
      kill -KILL "${pid%/comm}" 2>/dev/null || :
    done
    rm -rf /run/haproxy'
}

# What its runtime socket answers.
balancer_say() { # host command
  # shellcheck disable=SC2016 # perl's own variables
  in_node "$1" perl -e 'use IO::Socket::UNIX;
    my $s = IO::Socket::UNIX->new(Peer => "/run/haproxy/admin.sock") or die "$!\n";
    print $s "$ARGV[0]\n"; $s->shutdown(1); print while <$s>;' "$2"
}

fleet_balancer() { # host stop | say COMMAND | servers...
  with_host "$@"
  case ${2:-} in
    stop) balancer_down "$1" ;;
    say) balancer_say "$1" "${3:-}" ;;
    *) balancer_up "$@" ;;
  esac
}
