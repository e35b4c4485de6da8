# shellcheck shell=bash
# The network: a bridge in the "net" node, a cable from it to each host, and one to this machine.
# The bridge is not in this machine's own network namespace, so its firewall rules never touch the fleet's traffic,
# and nothing of the fleet shows there but one interface.

net_up() {
  local switch
  if ! node_is_up net; then
    if ip link show "$link" >/dev/null 2>&1; then ip link del "$link"; fi
    if ip -4 -o addr show | grep -Fq " $net."; then
      die "the addresses $net.0/24 are in use on this machine: set SWIFTPLAY_FLEET_NET to another range"
    fi
    node_start net
    printf '%s' "$net" >"$run/net-prefix"
  fi
  switch=$(node_pid net)
  in_net_of net sh -c '
    echo 1 >/proc/sys/net/ipv6/conf/all/disable_ipv6
    echo 1 >/proc/sys/net/ipv6/conf/default/disable_ipv6
    for tables in iptables ip6tables arptables; do echo 0 >/proc/sys/net/bridge/bridge-nf-call-$tables; done
  ' 2>/dev/null || true # a kernel without IPv6 or bridge filtering has nothing to turn off
  has_link net br0 || in_net_of net ip link add br0 address "$(mac_of 2)" type bridge stp_state 0 forward_delay 0
  in_net_of net ip -batch - <<BATCH
addr replace $registry_address/24 dev br0
link set br0 up
neigh replace $gateway lladdr $(mac_of 1) dev br0 nud permanent
BATCH
  ip link show "$link" >/dev/null 2>&1 ||
    ip link add "$link" address "$(mac_of 1)" type veth peer name uplink netns "$switch"
  in_net_of net ip -batch - <<'BATCH'
link set uplink master br0
link set uplink up
BATCH
  echo 1 >"/proc/sys/net/ipv6/conf/$link/disable_ipv6" 2>/dev/null || true
  ip -batch - <<BATCH
addr replace $gateway/24 dev $link
link set $link up
neigh replace $registry_address lladdr $(mac_of 2) dev $link nud permanent
BATCH
}

has_link() { in_net_of "$1" ip link show "$2" >/dev/null 2>&1; }
drop_link() { in_net_of "$1" ip link del "$2" 2>/dev/null || true; }

# Neighbours are fixed entries: a host that is cut off is then met with silence, as behind a router, and not
# with "no route to host" once ARP gives up.
host_net_up() { # host
  local host=$1 address mac
  address=$(host_address "$host")
  mac=$(mac_of $((10 + $(host_number "$host"))))
  if ! has_link "$host" eth0; then
    # A host that ended a moment ago may still have its cable.
    drop_link net "$host"
    in_net_of net ip link add "$host" type veth peer name eth0 address "$mac" netns "$(node_pid "$host")"
  fi
  host_set_delay "$host" 0
  in_net_of net ip -batch - <<BATCH
link set $host up
neigh replace $address lladdr $mac dev br0 nud permanent
BATCH
  in_net_of "$host" sh -c 'echo 1 >/proc/sys/net/ipv6/conf/eth0/disable_ipv6' 2>/dev/null || true
  in_net_of "$host" ip -batch - <<BATCH
addr replace $address/24 dev eth0
link set eth0 up
neigh replace $gateway lladdr $(mac_of 1) dev eth0 nud permanent
neigh replace $registry_address lladdr $(mac_of 2) dev eth0 nud permanent
route replace default via $gateway
BATCH
  ip neigh replace "$address" lladdr "$mac" dev "$link" nud permanent
  host_reconnect "$host" # only now, for a port that is down cannot be opened
}

# A port in state "disabled" passes nothing in either direction, while both ends keep their carrier.
host_cut() {
  touch "$(node_dir "$1")/cut"
  in_net_of net bridge link set dev "$1" state 0
}

host_reconnect() {
  rm -f "$(node_dir "$1")/cut"
  in_net_of net bridge link set dev "$1" state 3
}

# Plugs the host's cable into another bridge, where a port begins as open.
host_plug() { # host bridge
  in_net_of net ip link set "$1" master "$2"
  if [ -e "$(node_dir "$1")/cut" ]; then host_cut "$1"; fi
}

host_set_delay() { # host milliseconds
  local host=$1 ms=$2 dir
  dir=$(node_dir "$host")
  in_net_of net tc qdisc del dev "$host" root 2>/dev/null || true
  in_net_of "$host" tc qdisc del dev eth0 root 2>/dev/null || true
  relay_stop "$host"
  rm -f "$dir/delay"
  if [ "$ms" -eq 0 ]; then
    host_plug "$host" br0
    drop_link net "b-$host"
    return
  fi
  printf '%s' "$ms" >"$dir/delay"
  if in_net_of net tc qdisc add dev "$host" root netem delay "${ms}ms" limit 20000 2>/dev/null; then
    in_net_of "$host" tc qdisc add dev eth0 root netem delay "${ms}ms" limit 20000
    return
  fi
  relay_start "$host" "$ms"
}

# Without netem: the host's cable goes into a bridge of its own, b-HOST, and a program carries every frame from
# there (i-HOST) to the common bridge (o-HOST) and back, late.
relay_start() { # host milliseconds
  local host=$1 port i
  has_link net "b-$host" || in_net_of net ip link add "b-$host" type bridge stp_state 0 forward_delay 0
  for port in "i-$host" "o-$host"; do in_net_of net ip tuntap add dev "$port" mode tap; done
  in_net_of net ip -batch - <<BATCH
link set b-$host up
link set i-$host master b-$host up
link set o-$host master br0 up
BATCH
  # The relay tells its own number, which belongs to the node's PID namespace.
  # shellcheck disable=SC2016 # expanded by the shell in the node
  node_daemon net "$state/log/net/delay.log" sh -c 'echo $$ >"$1"; shift; exec "$@"' sh \
    "$(node_dir "$host")/relay.pid" "$parts/delay-relay" "i-$host" "o-$host" "$2"
  # The relay opens o-HOST last, and a TAP has a carrier only while it is open.
  for ((i = 0; i < 500; i++)); do
    if in_net_of net ip link show "o-$host" | grep -Fq LOWER_UP; then break; fi
    sleep 0.02
  done
  host_plug "$host" "b-$host"
}

relay_stop() { # host
  local file
  file=$(node_dir "$1")/relay.pid
  if [ -e "$file" ]; then
    # shellcheck disable=SC2016 # expanded by the shell in the node
    in_node net sh -c '
      tr "\0" " " <"/proc/$1/cmdline" | grep -Fq "delay-relay i-$2 " || exit 0
      kill "$1"
      while [ -d "/proc/$1" ]; do sleep 0.01; done
    ' sh "$(<"$file")" "$1" 2>/dev/null || true
    rm -f "$file"
  fi
  drop_link net "i-$1"
  drop_link net "o-$1"
}

fleet_delay() { # host|all milliseconds
  local host pids=() pid
  [ $# -eq 2 ] && [[ $2 =~ ^[0-9]{1,5}$ ]] || die "delay takes a host, or all, and milliseconds" 64
  if [ "$1" != all ]; then
    with_host "$1"
    host_set_delay "$1" "$2"
    return
  fi
  for host in $(hosts_up); do
    host_set_delay "$host" "$2" &
    pids+=($!)
  done
  for pid in "${pids[@]}"; do wait "$pid"; done
}
