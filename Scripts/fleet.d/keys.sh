# shellcheck shell=bash
# The keys of the fleet: made once, kept in the state folder while the fleet lives.

make_key() { # file type bits passphrase
  [ -s "$1" ] && [ -s "$1.pub" ] && return
  rm -f "$1" "$1.pub"
  ssh-keygen -q -t "$2" ${3:+-b "$3"} -N "${4:-}" -C "$(basename "$1") of fleet $fleet" -f "$1"
}

make_client_keys() {
  [ -s "$state/passphrase" ] || printf 'open-%s-sesame' "$fleet" >"$state/passphrase"
  [ -s "$state/password" ] || printf 'deploy-%s-password' "$fleet" >"$state/password"
  chmod 600 "$state/passphrase" "$state/password"
  make_key "$state/id_ed25519" ed25519
  make_key "$state/id_ecdsa" ecdsa 256
  make_key "$state/id_rsa" rsa 2048
  make_key "$state/id_ed25519_passphrase" ed25519 "" "$(<"$state/passphrase")"
}

make_host_keys() { # host
  mkdir -p "$state/hostkeys/$1"
  make_key "$state/hostkeys/$1/ssh_host_ed25519_key" ed25519
  make_key "$state/hostkeys/$1/ssh_host_ecdsa_key" ecdsa 256
  make_key "$state/hostkeys/$1/ssh_host_rsa_key" rsa 2048
}

write_known_hosts() { # hosts...
  local host key
  for host in "$@"; do
    for key in "$state/hostkeys/$host"/*.pub; do
      printf '%s %s\n' "$(host_address "$host")" "$(cut -d' ' -f1,2 "$key")"
    done
  done >"$state/known_hosts.new"
  mv "$state/known_hosts.new" "$state/known_hosts"
}
