# shellcheck shell=bash
# The network: a bridge in the "net" node, a cable from it to each host, and one to this machine.
# The bridge is not in this machine's own network namespace, so its firewall rules never touch the fleet's traffic,
# and nothing of the fleet shows there but one interface.

net_up() {
  local switch
  if ! node_is_up net; then
    if ip -4 -o addr show | grep -Fq " $net."; then
      die "the addresses $net.0/24 are in use on this machine: set SWIFTPLAY_FLEET_NET to another range"
    fi
    node_start net
    printf '%s' "$net" >"$run/net-prefix"
  fi
  switch=$(node_pid net)
  if ! in_net_of net ip link show br0 >/dev/null 2>&1; then
    in_net_of net sh -c 'echo 1 >/proc/sys/net/ipv6/conf/all/disable_ipv6
      echo 1 >/proc/sys/net/ipv6/conf/default/disable_ipv6
      for f in iptables ip6tables arptables; do
        echo 0 >/proc/sys/net/bridge/bridge-nf-call-$f
      done' 2>/dev/null || true
    in_net_of net ip -batch - <<BATCH
link add br0 address $(mac_of 2) type bridge stp_state 0 forward_delay 0
addr add $registry_address/24 dev br0
link set br0 up
neigh replace $gateway lladdr $(mac_of 1) dev br0 nud permanent
BATCH
  fi
  if ! ip link show "$link" >/dev/null 2>&1; then
    ip link add "$link" address "$(mac_of 1)" type veth peer name uplink netns "$switch"
    in_net_of net ip -batch - <<'BATCH'
link set uplink master br0
link set uplink up
BATCH
    echo 1 >"/proc/sys/net/ipv6/conf/$link/disable_ipv6" 2>/dev/null || true
    ip -batch - <<BATCH
addr add $gateway/24 dev $link
link set $link up
neigh replace $registry_address lladdr $(mac_of 2) dev $link nud permanent
BATCH
  fi
}

# Neighbours are fixed entries: a host that is cut off is then met with silence, as behind a router, and not
# with "no route to host" once ARP gives up.
host_net_up() { # host
  local host=$1 address mac pid
  address=$(host_address "$host")
  mac=$(mac_of $((10 + $(host_number "$host"))))
  pid=$(node_pid "$host")
  if ! in_net_of "$host" ip link show eth0 >/dev/null 2>&1; then
    in_net_of net ip link add "$host" type veth peer name eth0 address "$mac" netns "$pid"
    in_net_of net ip -batch - <<BATCH
link set $host master br0
link set $host up
neigh replace $address lladdr $mac dev br0 nud permanent
BATCH
    in_net_of "$host" sh -c 'echo 1 >/proc/sys/net/ipv6/conf/eth0/disable_ipv6' 2>/dev/null || true
    in_net_of "$host" ip -batch - <<BATCH
addr add $address/24 dev eth0
link set eth0 up
neigh replace $gateway lladdr $(mac_of 1) dev eth0 nud permanent
neigh replace $registry_address lladdr $(mac_of 2) dev eth0 nud permanent
route add default via $gateway
BATCH
  fi
  ip neigh replace "$address" lladdr "$mac" dev "$link" nud permanent
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
