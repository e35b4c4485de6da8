# shellcheck shell=bash
# A load balancer on one of the hosts, in front of port 8080 of others, on port 80: HAProxy, nginx or Caddy.

balancer_up() { # host [haproxy|nginx|caddy] servers...
  local balancer=$1 kind=haproxy server
  shift
  case ${1:-} in haproxy | nginx | caddy) kind=$1; shift ;; esac
  [ $# -gt 0 ] || die "balancer HOST SERVER...: which hosts does it stand in front of?" 64
  command -v "$kind" >/dev/null || die "missing: $kind; run Scripts/install-packages first"
  for server in "$@"; do with_host "$server"; done
  balancer_down "$balancer"
  "${kind}_up" "$balancer" "$@"
}

haproxy_up() { # host servers...
  local balancer=$1 server
  shift
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
  # A busy machine is no sick server.
  timeout check 3s
frontend edge
  bind :80
  default_backend web
backend web
  option httpchk GET /health
  http-check expect status 200
  default-server check inter 400ms rise 2 fall 3 weight 100
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

# Its servers stand in a file of their own, by address.
nginx_up() { # host servers...
  local balancer=$1 server
  shift
  {
    printf 'upstream web {\n'
    for server in "$@"; do printf '  server %s:8080 weight=10; # %s\n' "$(host_address "$server")" "$server"; done
    printf '}\n'
  } | in_node "$balancer" sh -c 'mkdir -p /etc/nginx/upstreams && cat >/etc/nginx/upstreams/web.conf'
  in_node "$balancer" sh -c 'mkdir -p /run/nginx && cat >/run/nginx/nginx.conf' <<'CONFIG'
pid /run/nginx.pid;
error_log /var/log/nginx-edge.log;
worker_processes 2;
events { worker_connections 1000; }
http {
  include /etc/nginx/upstreams/*.conf;
  access_log off;
  server {
    listen 80;
    location / {
      proxy_pass http://web;
      proxy_http_version 1.1;
      proxy_set_header Connection "";
    }
  }
}
CONFIG
  node_daemon "$balancer" /var/log/nginx-edge.log nginx -c /run/nginx/nginx.conf -g 'daemon off;'
  # shellcheck disable=SC2016 # expanded by the shell in the node
  in_node "$balancer" sh -c '
    i=0
    until [ -s /run/nginx.pid ]; do
      i=$((i + 1))
      [ $i -lt 250 ] || { tail -n 20 /var/log/nginx-edge.log >&2; exit 1; }
      sleep 0.02
    done' || die "nginx does not start on $balancer; the end of its log is above"
}

# Its upstreams, by address, are those of the handler with the id "web".
caddy_up() { # host servers...
  local balancer=$1 server upstreams=
  shift
  for server in "$@"; do upstreams+="${upstreams:+, }{\"dial\": \"$(host_address "$server"):8080\"}"; done
  in_node "$balancer" sh -c 'mkdir -p /run/caddy && cat >/run/caddy/caddy.json' <<CONFIG
{
  "admin": {"listen": "localhost:2019", "config": {"persist": false}},
  "apps": {"http": {"servers": {"edge": {
    "listen": [":80"],
    "automatic_https": {"disable": true},
    "routes": [{"handle": [{
      "@id": "web",
      "handler": "reverse_proxy",
      "transport": {"protocol": "http", "dial_timeout": "15s"},
      "load_balancing": {"selection_policy": {"policy": "round_robin"}},
      "upstreams": [$upstreams]
    }]}]
  }}}}
}
CONFIG
  node_daemon "$balancer" /var/log/caddy.log caddy run --config /run/caddy/caddy.json
  # shellcheck disable=SC2016 # expanded by the shell in the node
  in_node "$balancer" sh -c '
    i=0
    until curl -s -o /dev/null http://localhost:2019/config/; do
      i=$((i + 1))
      [ $i -lt 250 ] || { tail -n 20 /var/log/caddy.log >&2; exit 1; }
      sleep 0.02
    done' || die "Caddy does not start on $balancer; the end of its log is above"
}

balancer_down() { # host
  # Not by its pid file: one in the foreground writes none.
  # shellcheck disable=SC2016 # expanded by the shell in the node
  in_node "$1" sh -c '
    # Until none is left: a master whose workers die first starts others, which hold the port.
    for round in 1 2 3 4 5 6 7 8; do
      found=
      for file in /proc/[0-9]*/comm; do
        case $(cat "$file" 2>/dev/null) in haproxy | nginx | caddy) ;; *) continue ;; esac
        pid=${file#/proc/} found=1
        kill -KILL "${pid%/comm}" 2>/dev/null || :
      done
      [ -n "$found" ] || break
      sleep 0.1
    done
    rm -rf /run/haproxy /run/caddy /run/nginx /run/nginx.pid /etc/nginx/upstreams'
}

# What its runtime socket answers.
balancer_say() { # host command
  # shellcheck disable=SC2016 # perl's own variables
  in_node "$1" perl -e 'use IO::Socket::UNIX;
    my $s = IO::Socket::UNIX->new(Peer => "/run/haproxy/admin.sock") or die "$!\n";
    print $s "$ARGV[0]\n"; $s->shutdown(1); print while <$s>;' "$2"
}

fleet_balancer() { # host stop | say COMMAND | [haproxy|nginx|caddy] servers...
  with_host "$@"
  case ${2:-} in
    stop) balancer_down "$1" ;;
    say) balancer_say "$1" "${3:-}" ;;
    *) balancer_up "$@" ;;
  esac
}
