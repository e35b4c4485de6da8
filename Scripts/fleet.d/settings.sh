# shellcheck shell=bash
# Names, addresses and folders of the fleet in question; sourced by Scripts/fleet.

die() {
  printf 'fleet: %s\n' "$1" >&2
  exit "${2:-1}"
}

say() { printf '%s\n' "$*"; }

need_root() {
  [ "$(id -u)" -eq 0 ] || die "namespaces, mounts and engines need root: run this with sudo"
}

project=$(cd "$scripts/.." && pwd)

# A test that was given only the state folder finds the fleet's name there.
fleet=${SWIFTPLAY_FLEET_NAME:-}
if [ -z "$fleet" ] && [ -n "${SWIFTPLAY_FLEET_DIR:-}" ] && [ -f "$SWIFTPLAY_FLEET_DIR/name" ]; then
  fleet=$(<"$SWIFTPLAY_FLEET_DIR/name")
fi
fleet=${fleet:-local}
# The name is part of a network interface's name, of which Linux keeps 15 characters.
[[ $fleet =~ ^[a-z][a-z0-9]{0,9}$ ]] ||
  die "SWIFTPLAY_FLEET_NAME is \"$fleet\": use 1 to 10 of a-z and 0-9, beginning with a letter" 64

default_state() { if [ "$fleet" = local ]; then echo "$project/.fleet"; else echo "$project/.fleet-$fleet"; fi; }
state=$(realpath -m "${SWIFTPLAY_FLEET_DIR:-$(default_state)}")

# Sockets live here, because the path of a Unix socket may have 107 bytes and a project's path may be long.
run=/run/swpl-$fleet
link=swpl-$fleet
cgroup=swpl-$fleet

# The demo's range is fixed, for inventories/local names its addresses. Others follow from the name.
default_net() {
  case $fleet in
    local) echo 10.87.61 ;;
    test) echo 10.87.62 ;;
    selftest) echo 10.87.63 ;;
    *) echo "10.87.$((64 + $(printf %s "$fleet" | cksum | cut -d' ' -f1) % 190))" ;;
  esac
}
net=${SWIFTPLAY_FLEET_NET:-}
if [ -z "$net" ] && [ -f "$run/net-prefix" ]; then net=$(<"$run/net-prefix"); fi
net=${net:-$(default_net)}
[[ $net =~ ^([0-9]{1,3})\.([0-9]{1,3})\.([0-9]{1,3})$ ]] ||
  die "SWIFTPLAY_FLEET_NET is \"$net\": give three numbers, such as 10.87.61" 64

gateway=$net.1
registry_address=$net.2
registry_name=registry.test
registry_port=5000
most_hosts=100

# Sizes of the two file systems of each host: they are tmpfs, so they take memory only as they fill.
docker_disk=${SWIFTPLAY_FLEET_DOCKER_DISK:-768m}
root_disk=${SWIFTPLAY_FLEET_ROOT_DISK:-256m}

host_number() { printf '%s' "${1#h}"; }
host_address() { printf '%s.%d' "$net" $((10 + $(host_number "$1"))); }
# Fixed hardware addresses let the root namespace know its hosts without ARP (see network.sh).
mac_of() { # the last number of an address
  local a b c
  IFS=. read -r a b c <<<"$net"
  printf '02:%02x:%02x:%02x:00:%02x' "$a" "$b" "$c" "$1"
}
