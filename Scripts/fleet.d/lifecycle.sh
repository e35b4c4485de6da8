# shellcheck shell=bash
# The fleet as a whole: up, down, status, and how others find it.

# One up or down at a time: the run folder itself is locked, so that no lock file stays behind.
fleet_locked() {
  mkdir -p "$run"
  while :; do
    exec 9<"$run"
    flock -w 300 9 || die "another up or down of fleet \"$fleet\" is going on"
    # The one before may have removed the folder that we waited for.
    [ "$(stat -Lc %i "/proc/self/fd/9")" = "$(stat -c %i "$run" 2>/dev/null)" ] && break
    mkdir -p "$run"
  done
  check_owner
  "$@"
}

# Two checkouts must not fight over a fleet's name.
check_owner() {
  local owner
  owner=$(cat "$run/state-dir" 2>/dev/null) || return 0
  if [ "$owner" = "$state" ] || [ ! -d "$owner" ]; then return 0; fi
  node_is_up net || [ -n "$(hosts_up)" ] || return 0
  die "fleet \"$fleet\" is up already and belongs to $owner: give this one another SWIFTPLAY_FLEET_NAME"
}

fleet_up() {
  local started=$EPOCHREALTIME wanted host failed=0 pids=() i
  wanted=${1:-}
  [[ -z $wanted || $wanted =~ ^[1-9][0-9]{0,2}$ && $wanted -le $most_hosts ]] ||
    die "up takes a number of hosts from 1 to $most_hosts" 64
  need_programs
  check_state
  [ -e "$run/state-dir" ] || end_orphans
  # Without the keys the hosts that are up are of no use.
  [ -s "$state/id_ed25519" ] || end_nodes
  if [ -z "$wanted" ]; then
    wanted=$(cat "$run/count" 2>/dev/null || echo 3)
  fi
  mkdir -p "$state/log"
  chmod 700 "$state"
  printf '%s' "$state" >"$run/state-dir"
  printf '%s' "$wanted" >"$run/count"
  printf '%s' "$fleet" >"$state/name"
  make_client_keys
  for host in $(hosts_up); do
    [ "$(host_number "$host")" -le "$wanted" ] || { node_stop "$host"; rm -rf "$(node_dir "$host")"; }
  done
  net_up
  for ((i = 1; i <= wanted; i++)); do
    host_up "h$i" &
    pids+=($!)
  done
  registry_start
  for i in "${pids[@]}"; do wait "$i" || failed=1; done
  [ "$failed" = 0 ] || die "not every host came up; logs are in $state/log"
  write_addresses "$wanted"
  fleet_summary "$started"
}

# down removes the state folder, so it must not be a folder that holds anything else.
check_state() {
  [ -d "$state" ] && [ ! -e "$state/name" ] && [ -n "$(ls -A "$state")" ] || return 0
  die "$state holds other things: give an empty or a new folder in SWIFTPLAY_FLEET_DIR" 64
}

need_programs() {
  local program missing=()
  for program in dockerd docker docker-registry sshd ssh-keygen ip bridge tc iptables nsenter python3 unshare setsid curl perl flock; do
    command -v "$program" >/dev/null || missing+=("$program")
  done
  [ ${#missing[@]} -eq 0 ] || die "missing: ${missing[*]}; run Scripts/install-packages first"
}

# The files by which programs and people find the fleet.
write_addresses() { # count
  local i hosts=()
  for ((i = 1; i <= $1; i++)); do hosts+=("h$i"); done
  write_known_hosts "${hosts[@]}"
  {
    cat <<INI
# The hosts of the local fleet "$fleet"; written by Scripts/fleet up.
[web]
INI
    for i in "${hosts[@]}"; do printf '%s ansible_host=%s\n' "$i" "$(host_address "$i")"; done
    cat <<INI

[web:vars]
ansible_user=root
ansible_ssh_private_key_file=$state/id_ed25519
ansible_ssh_common_args='-o UserKnownHostsFile=$state/known_hosts'
registry=$registry_name:$registry_port
INI
  } >"$state/inventory.ini"
  {
    printf '{"name": "%s", "registry": "%s:%s", "registryAddress": "%s:%s",\n' \
      "$fleet" "$registry_name" "$registry_port" "$registry_address" "$registry_port"
    printf ' "key": "%s", "knownHosts": "%s", "inventory": "%s",\n "hosts": [' \
      "$state/id_ed25519" "$state/known_hosts" "$state/inventory.ini"
    local comma=
    for i in "${hosts[@]}"; do
      printf '%s\n  {"name": "%s", "address": "%s", "dockerSocket": "%s"}' \
        "$comma" "$i" "$(host_address "$i")" "$(engine_socket "$i")"
      comma=,
    done
    printf '\n ]}\n'
  } >"$state/fleet.json"
}

fleet_summary() { # time of start
  say "Fleet \"$fleet\" is up: $(hosts_up | wc -l) hosts in $(elapsed "$1") s."
  local host
  for host in $(hosts_up); do say "  $host  $(host_address "$host")"; done
  say "  registry  $registry_name:$registry_port"
  say "Inventory: $state/inventory.ini"
  say "Try: ssh -i $state/id_ed25519 -o UserKnownHostsFile=$state/known_hosts root@$(host_address h1) docker ps"
}

elapsed() { perl -e 'printf "%.1f", $ARGV[1] - $ARGV[0]' "$1" "$EPOCHREALTIME"; }

end_nodes() {
  local dir node
  for dir in "$run"/*/; do
    node=$(basename "$dir")
    if [ -f "$dir/init" ]; then node_stop "$node"; fi
  done
  end_orphans
  if ip link show "$link" >/dev/null 2>&1; then ip link del "$link"; fi
  remove_cgroups
}

# Nodes of this fleet that nothing in the run folder tells of, because someone removed it. A node is known by its
# last argument and by being PID 1 of a namespace.
end_orphans() {
  local file pid args
  for file in /proc/[0-9]*/cmdline; do
    pid=${file#/proc/}
    pid=${pid%/cmdline}
    { mapfile -d '' -t args <"$file"; } 2>/dev/null || continue
    [ ${#args[@]} -eq 4 ] && [[ ${args[3]} == "swiftplay-fleet:$fleet:"* ]] || continue
    grep -Eq '^NSpid:.*[[:space:]]1$' "/proc/$pid/status" 2>/dev/null || continue
    kill -KILL "$pid" 2>/dev/null || true
  done
}

# The kernel lets a cgroup go only when the last of its processes has been reaped.
remove_cgroups() {
  local top i
  for ((i = 0; i < 200; i++)); do
    for top in /sys/fs/cgroup/"$cgroup" /sys/fs/cgroup/*/"$cgroup"; do
      [ -d "$top" ] && find "$top" -depth -type d -exec rmdir {} + 2>/dev/null
    done
    compgen -G "/sys/fs/cgroup/$cgroup" >/dev/null || compgen -G "/sys/fs/cgroup/*/$cgroup" >/dev/null || return 0
    sleep 0.05
  done
  die "control groups named $cgroup are still in use"
}

fleet_down() {
  local started=$EPOCHREALTIME
  end_nodes
  rm -rf "$run"
  if [ -f "$state/name" ]; then rm -rf "$state"; fi
  say "Fleet \"$fleet\" is down: nothing is left of it ($(elapsed "$started") s)."
}

fleet_status() {
  local host engine sshd notes
  node_is_up net || { say "Fleet \"$fleet\" is not up."; return 3; }
  printf '%-9s %-15s %-9s %-9s %s\n' host address sshd engine notes
  for host in $(hosts_up); do
    sshd=down engine=down notes=
    sshd_running "$host" && sshd=up
    engine_answers "$host" && engine=up
    [ -e "$(node_dir "$host")/cut" ] && notes+="cut off; "
    [ -e "$(node_dir "$host")/delay" ] && notes+="$(<"$(node_dir "$host")/delay") ms each way; "
    notes+="$(in_node "$host" df -h --output=avail /var/lib/docker | tail -n 1 | tr -d ' ') free for Docker"
    printf '%-9s %-15s %-9s %-9s %s\n' "$host" "$(host_address "$host")" "$sshd" "$engine" "$notes"
  done
  engine=down
  registry_answers && engine=up
  printf '%-9s %-15s %-9s %-9s %s\n' registry "$registry_address" - "$engine" "$registry_name:$registry_port"
}

fleet_env() {
  printf 'export SWIFTPLAY_FLEET_NAME=%q SWIFTPLAY_FLEET_DIR=%q\n' "$fleet" "$state"
}

fleet_exec() {
  with_host "$@"
  local host=$1
  shift
  [ "${1:-}" != -- ] || shift
  [ $# -gt 0 ] || die "exec HOST -- COMMAND: the command is missing" 64
  in_node "$host" "$@"
}

fleet_docker() {
  with_host "$@"
  local host=$1
  shift
  in_node "$host" docker "$@"
}
