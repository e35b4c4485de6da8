# shellcheck shell=bash
# The Docker engine and the sshd of one host. Their pid files hold numbers of the host's own PID namespace,
# where only the host's own processes are.

engine_socket() { printf '%s/run/docker.sock' "$(node_dir "$1")"; }

engine_answers() {
  [ -S "$(engine_socket "$1")" ] &&
    curl -fsS --max-time 5 --unix-socket "$(engine_socket "$1")" http://engine/_ping >/dev/null 2>&1
}

engine_configure() { # host
  in_node "$1" sh -c 'mkdir -p /etc/docker && cat >/etc/docker/daemon.json' <<JSON
{
  "storage-driver": "overlay2",
  "exec-opts": ["native.cgroupdriver=cgroupfs"],
  "cgroup-parent": "/$cgroup/$1",
  "insecure-registries": ["$registry_name:$registry_port", "$net.0/24"],
  "bip": "172.30.$(host_number "$1").1/24",
  "max-concurrent-downloads": 6
}
JSON
  # Podman, for those who set container_engine: podman. Its images lie on the engine's disk too; vfs is the one
  # storage driver that needs no privilege a host here lacks.
  in_node "$1" sh -c 'mkdir -p /etc/containers && cd /etc/containers && cat >registries.conf' <<CONFIG
[[registry]]
location = "$registry_name:$registry_port"
insecure = true
CONFIG
  in_node "$1" sh -c 'cat >/etc/containers/storage.conf' <<CONFIG
[storage]
driver = "vfs"
runroot = "/run/containers/storage"
graphroot = "/var/lib/docker/podman"
CONFIG
}

engine_start() { # host
  engine_running "$1" && return
  in_node "$1" rm -f /run/docker.pid
  node_daemon "$1" /var/log/dockerd.log dockerd
}

engine_wait() { # host
  local i
  for ((i = 0; i < 1200; i++)); do
    engine_answers "$1" && return
    if ((i > 20)) && ! engine_running "$1"; then break; fi
    sleep 0.05
  done
  tail -n 20 "$state/log/$1/dockerd.log" >&2 || true
  die "the engine of $1 does not answer; the end of its log is above"
}

engine_running() { daemon_running "$1" /run/docker.pid dockerd; }
sshd_running() { daemon_running "$1" /run/sshd.pid sshd; }

daemon_running() { # host pidfile name
  # shellcheck disable=SC2016 # expanded by the shell in the node
  in_node "$1" sh -c 'pid=$(cat "$1") && [ "$(cat /proc/$pid/comm)" = "$2" ]' sh "$2" "$3" 2>/dev/null
}

daemon_stop() { # host pidfile name signal
  # shellcheck disable=SC2016 # expanded by the shell in the node
  in_node "$1" sh -c '
    pid=$(cat "$1") && [ "$(cat /proc/$pid/comm)" = "$2" ] || exit 0
    kill -"$3" $pid
    n=0
    while [ -d /proc/$pid ] && [ $n -lt 1200 ]; do sleep 0.05; n=$((n + 1)); done
    [ ! -d /proc/$pid ]
  ' sh "$2" "$3" "$4" 2>/dev/null || die "$3 of $1 does not end"
}

engine_stop() { daemon_stop "$1" /run/docker.pid dockerd TERM; }
engine_kill() { daemon_stop "$1" /run/docker.pid dockerd KILL; }

# sshd goes into the background before it listens, and writes its pid file after.
sshd_start() {
  local i
  sshd_running "$1" && return
  in_node "$1" rm -f /run/sshd.pid
  in_node "$1" /usr/sbin/sshd -E /var/log/sshd.log 9>&-
  for ((i = 0; i < 200; i++)); do
    [ -s "$(node_dir "$1")/run/sshd.pid" ] && return
    sleep 0.02
  done
  tail -n 5 "$state/log/$1/sshd.log" >&2 || true
  die "the sshd of $1 does not start; the end of its log is above"
}

# Only the listener ends: logins go on, as on a real host.
sshd_stop() { daemon_stop "$1" /run/sshd.pid sshd TERM; }

# The other way round: every login's connection is lost at once, the listener stays.
logins_drop() { # host
  # shellcheck disable=SC2016 # expanded by the shell in the node
  in_node "$1" sh -c '
    listener=$(cat /run/sshd.pid)
    for pid in $(pgrep -x sshd); do [ "$pid" = "$listener" ] || kill -KILL "$pid"; done
  '
}
