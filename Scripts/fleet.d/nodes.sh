# shellcheck shell=bash
# A node is a process that is PID 1 of a set of namespaces: "net" (the switch and the registry) or a host h1, h2, ...
# When it ends, the kernel ends everything in its PID namespace and frees its network, mounts and interfaces.
# So the fleet only ever has to end these few processes, and knows each for certain.

node_dir() { printf '%s/%s' "$run" "$1"; }

# The start time (field 22 of /proc/PID/stat) tells a process from a later one with the same number.
start_time() {
  local stat
  stat=$(cat "/proc/$1/stat" 2>/dev/null) || return 1
  stat=${stat##*) }
  # shellcheck disable=SC2086 # the fields are wanted one by one
  set -- $stat
  printf '%s' "${20}"
}

# Prints the node's process number if it is up.
node_pid() {
  local pid started boot
  { read -r pid started boot <"$(node_dir "$1")/init"; } 2>/dev/null || return 1
  [ "$boot" = "$(</proc/sys/kernel/random/boot_id)" ] || return 1
  [ "$(start_time "$pid")" = "$started" ] || return 1
  printf '%s' "$pid"
}

node_is_up() { node_pid "$1" >/dev/null; }

node_start() { # name
  local dir i
  dir=$(node_dir "$1")
  rm -rf "$dir"
  mkdir -p "$dir" "$state/log/$1"
  FLEET_DOCKER_DISK=$docker_disk FLEET_ROOT_DISK=$root_disk \
    setsid --fork unshare --mount --uts --ipc --net --pid --fork \
    /bin/bash "$parts/init" "$fleet" "$1" "$dir" "$state/log/$1" \
    </dev/null >"$state/log/$1/init.log" 2>&1 9>&-
  for ((i = 0; i < 500; i++)); do
    [ -e "$dir/run/.ready" ] && return
    sleep 0.02
  done
  cat "$state/log/$1/init.log" >&2
  die "$1 did not start within 10 s; its log is above"
}

node_stop() { # name
  local pid i
  pid=$(node_pid "$1") || return 0
  kill -KILL "$pid" 2>/dev/null || true
  for ((i = 0; i < 500; i++)); do
    node_is_up "$1" || return 0
    sleep 0.02
  done
  die "$1 (process $pid) does not end"
}

# Runs a command in a node's network only, or in all of its namespaces.
in_net_of() { local pid; pid=$(node_pid "$1") || die "$1 is not up"; shift; nsenter -t "$pid" -n "$@"; }
in_node() {
  local pid
  pid=$(node_pid "$1") || die "$1 is not up"
  shift
  nsenter -t "$pid" -m -u -i -n -p env -i HOME=/root USER=root LANG=C.UTF-8 TERM="${TERM:-dumb}" \
    PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin "$@"
}

# Starts a daemon in a node so that the node's own PID 1 becomes its parent and reaps it.
node_daemon() { # name log command...
  local node=$1 log=$2
  shift 2
  # shellcheck disable=SC2016 # expanded by the shell in the node
  in_node "$node" setsid --fork sh -c 'log=$1; shift; exec "$@" </dev/null >>"$log" 2>&1' sh "$log" "$@" 9>&-
}

hosts_up() {
  local dir
  for dir in "$run"/h*/; do
    if node_is_up "$(basename "$dir")"; then basename "$dir"; fi
  done | sort -V
}

with_host() { # checks that the first argument names a host that is up
  [ $# -ge 1 ] || die "which host?" 64
  [[ $1 =~ ^h[0-9]+$ ]] || die "\"$1\" is not a host: they are called h1, h2, ..." 64
  node_is_up "$1" || die "$1 is not up in fleet \"$fleet\" (it has: $(hosts_up | xargs))"
}
