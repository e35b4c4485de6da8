# shellcheck shell=bash
# One registry for the whole fleet, in the "net" node: registry.test:5000 on every host.

registry_answers() { curl -fsS --max-time 2 "http://$registry_address:$registry_port/v2/" >/dev/null 2>&1; }

registry_running() {
  local pid
  pid=$(cat "$(node_dir net)/registry.pid" 2>/dev/null) || return 1
  # The number belongs to the node's PID namespace.
  [ "$(in_node net cat "/proc/$pid/comm" 2>/dev/null)" = docker-registry ]
}

registry_start() {
  local i
  registry_running && registry_answers && return
  mkdir -p "$state/registry"
  cat >"$state/registry/config.yml" <<YAML
version: 0.1
log: {level: warn, accesslog: {disabled: true}}
storage:
  filesystem: {rootdirectory: $state/registry/data}
  delete: {enabled: true}
http: {addr: "$registry_address:$registry_port"}
YAML
  # shellcheck disable=SC2016 # expanded by the shell in the node
  in_node net setsid --fork sh -c 'echo $$ >"$1"; exec docker-registry serve "$2" </dev/null >>"$3" 2>&1' sh \
    "$(node_dir net)/registry.pid" "$state/registry/config.yml" "$state/log/net/registry.log" 9>&-
  for ((i = 0; i < 200; i++)); do
    registry_answers && return
    sleep 0.05
  done
  tail -n 20 "$state/log/net/registry.log" >&2 || true
  die "the registry does not answer; the end of its log is above"
}

registry_stop() {
  local pid
  registry_running || return 0
  read -r pid <"$(node_dir net)/registry.pid"
  # shellcheck disable=SC2016 # expanded by the shell in the node
  in_node net sh -c 'kill $1; while [ -d /proc/$1 ]; do sleep 0.05; done' sh "$pid"
}

fleet_registry() {
  node_is_up net || die "fleet \"$fleet\" is not up"
  case ${1:-} in
    start) registry_start ;;
    stop) registry_stop ;;
    *) die "registry start, or registry stop?" 64 ;;
  esac
}
