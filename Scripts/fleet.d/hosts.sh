# shellcheck shell=bash
# One host: users, sshd, engine, disks.

host_up() { # host
  local host=$1
  make_host_keys "$host"
  if ! [ -e "$(node_dir "$host")/furnished" ]; then node_stop "$host"; fi
  if ! node_is_up "$host"; then
    node_start "$host"
    host_furnish "$host"
    touch "$(node_dir "$host")/furnished"
  fi
  host_net_up "$host"
  disk_free "$host"
  sshd_start "$host"
  engine_start "$host"
  engine_wait "$host"
}

# What is in /etc and the homes. Two people deploy as two users, deploy and ops, both in the group docker;
# plain has no way to the engine but sudo, with its password; ops may use sudo without one.
host_furnish() { # host
  local host=$1 hash
  hash=$(perl -e 'print crypt($ARGV[0], q($6$) . q(swiftplayfleet) . q($))' "$(<"$state/password")")
  engine_configure "$host"
  # shellcheck disable=SC2016 # expanded by the shell in the node
  cat "$state"/*.pub | in_node "$host" sh -euc '
    host=$1 gateway=$2 registry_address=$3 registry_name=$4 address=$5 hash=$6
    cat >/tmp/keys
    getent group docker >/dev/null || echo "docker:x:58999:" >>/etc/group
    echo "$host" >/etc/hostname
    printf "%s\n" "127.0.0.1 localhost" "$address $host" "$registry_address $registry_name" >/etc/hosts
    rm -f /etc/resolv.conf /etc/motd /etc/nologin
    : >/etc/resolv.conf
    # A login should cost what SSH costs: no start-up file does anything.
    echo "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin; export PATH" >/etc/profile
    rm -rf /etc/bash.bashrc /etc/profile.d /etc/environment
    uid=59001
    for user in deploy ops plain; do
      sed -i "/^$user:/d" /etc/passwd /etc/shadow /etc/group
      echo "$user:x:$uid:$uid::/home/$user:/bin/bash" >>/etc/passwd
      echo "$user:$hash:19000:0:99999:7:::" >>/etc/shadow
      echo "$user:x:$uid:" >>/etc/group
      mkdir -m 755 "/home/$user"
      mkdir -m 700 "/home/$user/.ssh"
      cp /tmp/keys "/home/$user/.ssh/authorized_keys"
      chown -R "$uid:$uid" "/home/$user"
      uid=$((uid + 1))
    done
    sed -i "s/^\(docker:[^:]*:[^:]*:\).*/\1deploy,ops/" /etc/group
    mkdir -p /etc/sudoers.d
    printf "%s\n" "plain ALL=(ALL:ALL) ALL" "ops ALL=(ALL:ALL) NOPASSWD: ALL" >/etc/sudoers.d/fleet
    chmod 440 /etc/sudoers.d/fleet
    mkdir -m 700 /root/.ssh
    mv /tmp/keys /root/.ssh/authorized_keys
    rm -rf /etc/ssh
    mkdir -m 755 /etc/ssh
  ' sh "$host" "$gateway" "$registry_address" "$registry_name" "$(host_address "$host")" "$hash"
  tar -C "$state/hostkeys/$host" -c . | in_node "$host" tar -C /etc/ssh -x --no-same-owner
  in_node "$host" sh -c 'cat >/etc/ssh/sshd_config' <<CONFIG
HostKey /etc/ssh/ssh_host_ed25519_key
HostKey /etc/ssh/ssh_host_ecdsa_key
HostKey /etc/ssh/ssh_host_rsa_key
PidFile /run/sshd.pid
PermitRootLogin prohibit-password
PasswordAuthentication yes
KbdInteractiveAuthentication no
UsePAM no
UseDNS no
PrintMotd no
PrintLastLog no
# Tests open many connections at once, and the default drops some of them at random.
MaxStartups 200
LogLevel VERBOSE
Subsystem sftp internal-sftp
CONFIG
}

# A full disk is made by shrinking it to what is used: at once, and without using memory.
disk_fill() { # host disk
  local at used i
  case ${2:-docker} in
    docker) at=/var/lib/docker ;;
    root) at=/tmp ;; # one file system with everything else that is the host's own
    *) die "which disk, docker or root?" 64 ;;
  esac
  # What is used may grow between the look and the remount, which the kernel then refuses.
  for ((i = 0; i < 50; i++)); do
    used=$(in_node "$1" df -k --output=used "$at" | tail -n 1 | tr -d ' ')
    in_node "$1" mount -o "remount,size=${used}k" "$at" 2>/dev/null && return
  done
  die "the disk of $1 does not get full: something writes to it all the time"
}

disk_free() { # host
  in_node "$1" mount -o "remount,size=$docker_disk" /var/lib/docker
  in_node "$1" mount -o "remount,size=$root_disk" /tmp
}
