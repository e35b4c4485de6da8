import PlayModel

/// What the engines do differently, as shell functions with one meaning for all. Every script begins with
/// those of its host's engine; whatever else scripts say to `$engine` both understand.
///
/// - `engine_info`: one line of JSON with `ID`, `ServerVersion`, `Architecture`, `ServerErrors`; where a script keeps
///   it in `$info`, the next two need not ask the engine.
/// - `engine_id`: what two logins that reach the same engine have in common.
/// - `engine_root`: the folder where images and containers are kept.
/// - `engine_socket`: the socket whose group may use the engine; nothing where there is none.
/// - `engine_policy POLICY ID`: sets a container's restart policy.
/// - `engine_look ID`: before a look; brings what the engine itself does not keep up to date.
/// - `engine_manifest IMAGE`: what the registry has under a name (`ManifestReading`).
enum EngineShell {
  static func functions(_ engine: EngineInfo.Kind) -> String {
    switch engine {
    case .docker: docker
    case .podman: podman
    }
  }

  private static let docker = #"""
    engine=docker
    engine_info() { docker info --format '{{json .}}'; }
    # A start of the client costs more than all the rest of a script: what $info has is not asked again.
    info=
    engine_id() { info_field ID || docker info --format '{{.ID}}'; }
    engine_root() { info_field DockerRootDir || docker info --format '{{.DockerRootDir}}'; }
    info_field() {
      case $info in *\"$1\":\"*) ;; *) return 1 ;; esac
      field=${info#*\"$1\":\"}
      field=${field%%\"*}
      case $field in '' | *\\*) return 1 ;; esac
      printf '%s\n' "$field"
    }
    engine_socket() {
      socket=${DOCKER_HOST#unix://}
      [ -S "$socket" ] || socket=/var/run/docker.sock
      echo "$socket"
    }
    engine_policy() { docker update --restart="$1" "$2" >/dev/null; }
    engine_look() { :; }
    # The client does not read the engine's list of insecure registries: one without TLS is asked again.
    engine_manifest() {
      said=$(docker manifest inspect --verbose "$1" 2>&1) ||
        said=$(docker manifest inspect --verbose --insecure "$1" 2>&1) || { printf '%s\n' "$said"; return 1; }
      printf '%s\n' "$said"
    }
    """#

  /// Podman has no daemon: each user has an engine of their own, and root's is the machine's.
  ///
  /// - Before 5.1 it cannot change a container's restart policy (podman-update(1)). It revives no container
  ///   that was stopped, so nothing is lost but for `podman-restart.service`, which starts all containers
  ///   with the policy `always` at boot, those put aside too.
  /// - Health checks run by timers of systemd (podman-healthcheck-run(1)); a look runs them itself, so that a
  ///   container's health is true where there are no timers.
  /// - `manifest inspect` gives the manifest itself; of a list, the one for the host's architecture is asked.
  private static let podman = #"""
    engine=podman
    engine_id() {
      uid=$(id -u)
      [ "$uid" -eq 0 ] && echo podman || echo "podman-$uid"
    }
    engine_info() {
      podman info --format '{"ID":"'"$(engine_id)"'","ServerVersion":{{json .Version.Version}},"Architecture":{{json .Host.Arch}}}'
    }
    engine_root() { podman info --format '{{.Store.GraphRoot}}'; }
    engine_socket() { :; }
    engine_policy() {
      podman update --help 2>/dev/null | grep -q -e '--restart' || return 0
      podman update --restart="$1" "$2" >/dev/null
    }
    engine_look() {
      case $(podman inspect --type container --format '{{.Config.Healthcheck}}' "$1" 2>/dev/null) in
        '' | '<nil>' | '<no value>') ;;
        *) podman healthcheck run "$1" >/dev/null 2>&1 ;;
      esac
      :
    }
    engine_manifest() {
      said=$(podman manifest inspect "$1" 2>&1) || { printf '%s\n' "$said"; return 1; }
      case $said in *'"manifests"'*)
        architecture=$(podman info --format '{{.Host.Arch}}')
        digest=$(printf '%s\n' "$said" | awk -v want="\"$architecture\"" '
          /"digest"/ { digest = $2 } /"architecture"/ && index($0, want) { print digest; exit }' | tr -d '",')
        repository=${1%%@*}
        case ${repository##*/} in *:*) repository=${repository%:*} ;; esac
        said=$(podman manifest inspect "$repository@$digest" 2>&1) || { printf '%s\n' "$said"; return 1; }
      esac
      printf '%s\n' "$said" | grep -v '^time="'
    }
    """#
}
