import PlayModel

/// What the engines do differently, as shell functions with one meaning for all. Every script begins with
/// those of its host's engine; whatever else scripts say to `$engine` both understand.
///
/// - `engine_info`: one line of JSON with `ID`, `ServerVersion`, `Architecture`, `ServerErrors`; where a script keeps
///   it in `$info`, the next two need not ask the engine.
/// - `engine_id`: what two logins that reach the same engine have in common.
/// - `engine_root`: the folder where images and containers are kept.
/// - `engine_socket`: the socket whose group may use the engine; nothing where there is none.
/// - `engine_change CHANGE…`: in this order, until one fails: `policy POLICY ID` (the restart policy), `rename ID NAME`,
///   `stop ID`, `start ID`, `retire ID` (stopped, and its policy `no`: the engine does not revive it), `remove NAME`. One
///   that is so already is right. `seen ID` changes nothing: it is the line `=container {…}` of one that is there.
/// - `engine_container ID`: the line `=container {…}` of one.
/// - `engine_image IMAGE`: the line `=image {…}` of one.
/// - `engine_survey IMAGE…`: the lines of all containers, and `=image IMAGE {…}` for those of the images that are there.
///   It looks when a line `=look` comes on stdin, not at all where none comes, and passes on what else comes.
/// - `engine_list LABEL`: the host's clock as `=time SECONDS`, and `=container {…}` and `=more {…}` of all containers
///   with the label, `NAME` or `NAME=VALUE`; of all there are where it is empty.
/// - `engine_look ID`: before a look; brings what the engine itself does not keep up to date.
/// - `engine_manifest IMAGE`: what the registry has under a name (`ManifestReading`).
enum EngineShell {
  /// - Parameter script: what will use them. Asking the engine is left out where it is not asked: with a whole round
  ///   trip in a second, some kilobytes more are heard late (`initcwnd` of ip-route(8), pacing of tcp(7)).
  static func functions(_ engine: EngineInfo.Kind, for script: String) -> String {
    let asks = ["info", "change", "container", "image", "survey", "list"]
      .contains { script.contains("engine_\($0)") }
    return asks ? functions(engine) : engine == .docker ? dockerBase : podmanBase
  }

  /// All of them.
  static func functions(_ engine: EngineInfo.Kind) -> String {
    switch engine {
    case .docker: dockerBase + asking
    case .podman: podmanBase + clientAsking
    }
  }

  private static let dockerBase = compact(docker)
  private static let podmanBase = compact(podman)
  private static let clientAsking = compact(client)
  private static let asking = compact(EngineSocket.functions + "\n" + client + "\n" + socket)

  /// Without comments and indentation, which the host does not read. None of these texts has a here-document.
  private static func compact(_ text: String) -> String {
    text.split(separator: "\n").map { $0.drop { $0 == " " } }.filter { !$0.isEmpty && !$0.hasPrefix("#") }
      .map { $0 + "\n" }.joined()
  }

  /// By the engine's client, whose words these are in both engines.
  private static let client = """
    client_change() {
      for change; do
        # shellcheck disable=SC2086 # ids and names have neither spaces nor patterns
        set -- $change
        case $1 in
          policy) client_policy "$2" "$3" ;;
          rename) client_rename "$2" "$3" ;;
          retire) client_policy no "$2" && $engine stop "$2" >/dev/null ;;
          remove) $engine rm "$2" >/dev/null ;;
          seen) engine_look "$2"; client_container "$2" 2>/dev/null || : ;;
          *) $engine "$1" "$2" >/dev/null ;;
        esac || return 1
      done
    }
    # It refuses a name that the container already has; that is asked only then.
    client_rename() {
      said=$($engine rename "$1" "$2" 2>&1) && return
      called=$($engine inspect --type container --format '{{.Name}}' "$1") || return 1
      [ "${called#/}" = "$2" ] || { printf '%s\\n' "$said"; return 1; }
    }
    client_container() { $engine inspect --type container --format '\(EngineFields.container.format)' "$1"; }
    client_image() { $engine image inspect --format '\(EngineFields.image.format)' "$1"; }
    client_survey() {
      while IFS= read -r line; do
        [ "$line" != '=look' ] || { client_find "$@" </dev/null || echo '=down'; continue; }
        printf '%s\\n' "$line"
      done
    }
    # Images and containers are looked for at the same time; the pipe keeps what is said of them apart.
    client_find() {
      for image; do
        $engine image inspect --format '\(EngineFields.image.format)' "$image" 2>/dev/null | sed "s|^=image |=image $image |"
      done | {
        ids=$($engine ps --all --quiet --no-trunc) || exit 1
        [ -z "$ids" ] || $engine inspect --type container --format '\(EngineFields.container.format)' $ids 2>/dev/null
        cat
        exit 0
      }
    }
    client_list() {
      ids=$($engine ps --all --quiet --no-trunc ${1:+--filter "label=$1"} 2>/dev/null) || return 1
      printf '=time %s\\n' "$(date +%s)"
      [ -z "$ids" ] || $engine inspect --type container --format '\(EngineFields.container.format)
    \(EngineFields.limits.format)' $ids 2>/dev/null
      :
    }
    """

  private static let socket = #"""
    # What the socket cannot be asked (7) the client is.
    engine_info() { engine_ask info || { [ $? -eq 7 ] && docker info --format '{{json .}}'; }; }
    engine_change() { engine_ask "$@" || { [ $? -eq 7 ] && client_change "$@"; }; }
    engine_container() { engine_ask "container $1" || { [ $? -eq 7 ] && client_container "$1"; }; }
    engine_list() { engine_ask "list $1" || { [ $? -eq 7 ] && client_list "$1"; }; }
    engine_image() { engine_ask "image $1" || { [ $? -eq 7 ] && client_image "$1"; }; }
    # Its program is there before the look begins; one that fails then (8) has passed on what came.
    engine_survey() {
      engine_ask "survey $*"
      case $? in
        0) ;;
        7) client_survey "$@" ;;
        8) client_find "$@" ;;
        *) echo '=down' ;;
      esac
    }
    """#

  private static let docker = #"""
    engine=docker
    # A start of the client costs more than all the rest of a script: what $info has is not asked again.
    info=
    engine_id() { (info_field ID) || docker info --format '{{.ID}}'; }
    engine_root() { (info_field DockerRootDir) || docker info --format '{{.DockerRootDir}}'; }
    # Member by member: `${info#*…}` tries every length from the start again, 12 ms for a name in the middle. Sets
    # what a script needs otherwise, so it is called in a subshell.
    info_field() {
      set -f
      IFS=,
      members=${info#?}
      for member in ${members%?}; do
        case $member in
          "\"$1\":\"\"" | *\\*) ;;
          "\"$1\":\""*\")
            member=${member#*:?}
            printf '%s\n' "${member%?}"
            return ;;
        esac
      done
      return 1
    }
    engine_socket() {
      socket=${DOCKER_HOST#unix://}
      [ -S "$socket" ] || socket=/var/run/docker.sock
      echo "$socket"
    }
    client_policy() { docker update --restart="$1" "$2" >/dev/null; }
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
    engine_change() { client_change "$@"; }
    engine_container() { client_container "$1"; }
    engine_image() { client_image "$1"; }
    engine_survey() { client_survey "$@"; }
    engine_list() { client_list "$1"; }
    client_policy() {
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
