import PlayModel
import PlayPlanning

/// Everything a run ever asks of a host, as data. The scripts are made from it in one place, and a
/// simulated host carries it out without a shell.
public enum HostAction: Sendable, Hashable {
  /// Engine, disk, clock, containers and ports, and those of `images` the host has.
  case survey(images: [ImageReference])
  /// One container as it is now, and the answers of its `exec` and `command` checks.
  case look(container: String, questions: [Check.Question])
  /// A container's state and last log lines.
  case evidence(container: String)
  /// What the registry has under a name, without a pull.
  case manifest(ImageReference)
  case pull(ImageReference, policy: PullPolicy, platform: String?)
  /// - `release`: the release label's value.
  case create(ContainerCreation, release: String?)
  /// Old aside (under `aside`) and stopped, new one started under `name`.
  case switchOver(old: ObservedContainer?, aside: String, new: String, name: String)
  case start(new: String)
  /// Old aside and stopped, `name` given to the new one, which runs already.
  case retire(old: ObservedContainer?, aside: String, new: String, name: String)
  /// New one stopped and called `nextName`, old one back as it was.
  case restore(old: ObservedContainer?, new: String?, nextName: String)
  /// Removes whatever the operation created.
  case remove(operation: String)
  /// Removes previous containers by name.
  case prune(names: [String])
  /// Removes the operation results of a finished run.
  case forget(run: RunID, stateDirectory: String)
}
