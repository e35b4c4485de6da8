import PlayModel
import PlayPlanning

/// The scripts that change a host. Each brings the host to a state rather than doing a deed, so it may
/// run again after an unknown end; containers are named by id wherever one is known.
///
/// Those that start a container say in the same breath how it is (`seen`), which saves its checks the first look.
enum ChangeScripts {
  /// Pulls one image and says what it is. Changes nothing that serves.
  static func pull(_ image: ImageReference, policy: PullPolicy, platform: String?) -> String {
    let reference = ShellWord.quote(image.description)
    let option = platform.map { " --platform \(ShellWord.quote($0))" } ?? ""
    let pull: String
    switch policy {
    case .always where image.digest == nil:
      pull = "$engine pull --quiet\(option) \(reference) >/dev/null || return 1"
    case .always, .missing:
      pull =
        "engine_image \(reference) >/dev/null 2>&1 || $engine pull --quiet\(option) \(reference) >/dev/null || return 1"
    case .never: pull = ""
    }
    return """
      exec 2>&1
      \(pull)
      engine_image \(reference)
      """
  }

  /// Creates the new container beside the old one, not started, under its temporary name.
  ///
  /// - Parameter release: the release label's value. It goes by a label file: with its variables it may
  ///   be longer than a command line should be, and others on the host can read those.
  static func create(_ creation: ContainerCreation, release: String?, operation: String) -> String {
    let filter = ShellWord.quote("label=\(ContainerLabel.operation)=\(operation)")
    let exports = creation.exported.map { "export \($0.name)=\(ShellWord.quote($0.value))\n" }.joined()
    let environment =
      creation.environmentLines.isEmpty
      ? "" : "printf '%s\\n' \(ShellWord.line(creation.environmentLines)) | "
    // Said again after an unknown end, the engine answers that the container is in the network already.
    let connections = creation.networkConnections.map { arguments in
      """
      said=$($engine \(ShellWord.line(arguments)) "$id" 2>&1) || case $said in
        *already*) ;;
        *) printf '%s\\n' "$said"; return 1 ;;
      esac
      """
    }
    let networks = creation.networkNames.map(ShellWord.quote).map { name in
      "$engine network inspect \(name) >/dev/null 2>&1 || $engine network create \(name) >/dev/null || return 1"
    }
    var arguments = creation.arguments
    var label = ""
    // The engine's client reads label files line by line and refuses lines over 64 KiB.
    if let release, release.utf8.count < 60_000, !release.contains("\n") {
      arguments.insert(contentsOf: ["--label-file", "/dev/fd/3"], at: 1)
      label = " 3<<'LABELS'\n\(ContainerLabel.release)=\(release)\nLABELS\n"
    }
    return """
      \(networks.joined(separator: "\n"))
      # Said again after an unknown end, the name is taken by the container that this operation has created.
      id=$(\(exports)\(environment)$engine \(ShellWord.line(arguments))\(label)) || {
        id=$($engine ps --all --quiet --no-trunc --filter \(filter)) && [ -n "$id" ] || return 1
      }
      \(connections.joined(separator: "\n"))
      printf '=id %s\\n' "$id"
      """
  }

  /// Puts the old container aside, then starts the new one under the service's name.
  static func switchOver(
    old: ObservedContainer?, aside: String, new: String?, name: String, policy: RestartPolicy?
  ) -> String {
    // Between the stop and the start nobody serves: all that can come before does.
    changes(
      names(old: old, aside: aside, new: new, name: name, policy: policy)
        + (old.map { ["retire \($0.id)"] } ?? []) + (new.map { ["start \($0)", "seen \($0)"] } ?? []))
  }

  /// Starts the new container beside the old one.
  static func start(new: String) -> String { changes(["start \(new)", "seen \(new)"]) }

  /// Puts the old container aside, then gives its name to the new one, which runs already.
  static func retire(
    old: ObservedContainer?, aside: String, new: String, name: String, policy: RestartPolicy?
  ) -> String {
    // Both run: the old one's policy goes before the new one has one, so that the engine never revives two.
    changes(
      (old.map { ["policy no \($0.id)"] } ?? [])
        + names(old: old, aside: aside, new: new, name: name, policy: policy)
        + (old.map { ["stop \($0.id)"] } ?? []))
  }

  /// Undo of `switchOver`, `start` and `retire`: the new one stopped and out of the way, the old one back
  /// under its name, with its restart policy, running if it ran.
  static func restore(old: ObservedContainer?, new: String?, nextName: String) -> String {
    var lines: [String] = []
    if let new {
      // `ps` fails when the engine does not answer; `inspect` would fail for a missing container too.
      lines.append(
        """
        present=$($engine ps --all --quiet --no-trunc --filter id=\(new)) || return 1
        if [ -n "$present" ]; then
          \(changes(["policy no \(new)", "stop \(new)", "rename \(new) \(nextName)"]))
        fi
        """)
    }
    if let old {
      var back = ["rename \(old.id) \(old.name)", "policy \(old.restartPolicy.text) \(old.id)"]
      if old.status == .running || old.status == .restarting { back.append("start \(old.id)") }
      lines.append(changes(back))
    }
    return lines.joined(separator: "\n")
  }

  /// Starts, stops or restarts the container that is there. While it is being stopped its policy is `no`, so
  /// that the engine does not bring it back.
  static func steer(_ steering: Steering, container id: String, policy: RestartPolicy) -> String {
    switch steering {
    case .start:
      return changes(["policy \(policy.text) \(id)", "start \(id)", "seen \(id)"])
    case .restart:
      return changes(["policy \(policy.text) \(id)"]) + "\n$engine restart \(id) >/dev/null || return 1\n"
        + changes(["seen \(id)"])
    case .stop:
      let stop = ["policy no \(id)", "stop \(id)"]
      return changes(policy == .no ? stop : stop + ["policy \(policy.text) \(id)"])
    }
  }

  /// Its policy goes first: one that ends when it is told to be quiet shall not come back.
  static func quiet(_ id: String, signal: String, seconds: Int64) -> String {
    """
    running() { [ "$($engine inspect --type container --format '{{.State.Running}}' \(id))" = true ]; }
    running || return 0
    \(changes(["policy no \(id)"]))
    $engine kill --signal \(ShellWord.quote(signal)) \(id) >/dev/null || ! running || return 1
    end=$(($(date +%s) + \(seconds)))
    while running && [ "$(date +%s)" -lt "$end" ]; do sleep 1; done
    return 0
    """
  }

  /// One that was started again since is not quiet any more.
  static func unquiet(_ container: ObservedContainer) -> String {
    let id = container.id
    return """
      now=$($engine inspect --type container --format '{{json .State.StartedAt}} {{.State.Running}}' \(id)) || return 1
      \(changes(["policy \(container.restartPolicy.text) \(id)"]))
      case $now in
        \(ShellWord.quote("\"\(container.startedAt)\" true"))) $engine restart \(id) >/dev/null || return 1 ;;
        *' true') ;;
        *) $engine start \(id) >/dev/null || return 1 ;;
      esac
      """
  }

  /// Undo of `create`, and of a `create` whose end is not known: whatever carries its operation label.
  static func remove(operation: String) -> String {
    let filter = ShellWord.quote("label=\(ContainerLabel.operation)=\(operation)")
    return """
      ids=$($engine ps --all --quiet --no-trunc --filter \(filter)) || return 1
      for id in $ids; do
        $engine rm --force --volumes "$id" >/dev/null || return 1
      done
      """
  }

  /// Removes the service's previous containers beyond `keep`, oldest first; those that are gone already
  /// are right.
  static func prune(remove names: [String]) -> String {
    guard !names.isEmpty else { return "return 0" }
    return """
      for name in \(ShellWord.line(names)); do
        said=$(engine_change "remove $name" 2>&1) && continue
        there=$($engine ps --all --format '{{.Names}}') || return 1
        printf '%s\\n' "$there" | grep -Fqx -- "$name" || continue
        printf '%s\\n' "$said"
        return 1
      done
      return 0
      """
  }

  /// Gives the service's name from the old container to the new one.
  private static func names(
    old: ObservedContainer?, aside: String, new: String?, name: String, policy: RestartPolicy?
  ) -> [String] {
    var steps = old.map { ["rename \($0.id) \(aside)"] } ?? []
    if let new {
      steps.append("rename \(new) \(name)")
      if let policy { steps.append("policy \(policy.text) \(new)") }
    }
    return steps
  }

  /// In this order, until one fails.
  private static func changes(_ steps: [String]) -> String {
    steps.isEmpty ? "" : "engine_change \(ShellWord.line(steps)) || return 1"
  }
}
