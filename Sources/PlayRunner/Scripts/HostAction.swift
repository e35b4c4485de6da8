import PlayModel
import PlayPlanning

/// Everything a run ever asks of a host, as data. The scripts are made from it in one place, and a
/// simulated host carries it out without a shell.
public enum HostAction: Sendable, Hashable {
  /// Engine, disk, clock, containers and ports, and those of `images` the host has.
  /// With a claim, that first: nobody else changes what is seen then.
  /// - `dated`: also when the containers' images were built.
  case survey(images: [ImageReference], claim: HostClaim?, dated: Bool = false)
  /// One container as it is now, and the answers of its `exec` and `command` checks.
  /// - `logsSince`: also what it has logged since then, seconds since 1970 or RFC 3339.
  case look(container: String, questions: [Check.Question], logsSince: String? = nil)
  /// A container's state and last log lines.
  case evidence(container: String)
  /// What the registry has under a name, without a pull.
  case manifest(ImageReference)
  case pull(ImageReference, policy: PullPolicy, platform: String?)
  /// - `release`: the release label's value.
  case create(ContainerCreation, release: String?)
  /// Old aside (under `aside`) and stopped, new one started under `name`.
  /// - `new`: `nil` only puts the old one aside. - `policy`: for one that was put aside before and has lost
  /// its own.
  case switchOver(
    old: ObservedContainer?, aside: String, new: String?, name: String, policy: RestartPolicy?)
  case start(new: String)
  /// Old aside and stopped, `name` given to the new one, which runs already.
  case retire(old: ObservedContainer?, aside: String, new: String, name: String, policy: RestartPolicy?)
  /// New one stopped and called `nextName`, old one back as it was.
  case restore(old: ObservedContainer?, new: String?, nextName: String)
  /// The container that is there started, stopped or restarted. - `policy`: what it has afterwards; one that is
  /// stopped for good has none that would bring it back.
  case steer(Steering, container: String, policy: RestartPolicy)
  /// The container told to take no new work, and waited for; it is not revived meanwhile.
  case quiet(container: String, signal: String, seconds: Int64)
  /// Undo of `quiet`: one that was told so, and still runs since `startedAt`, is restarted.
  case unquiet(ObservedContainer)
  /// Removes whatever the operation created.
  case remove(operation: String)
  /// Removes previous containers by name.
  case prune(names: [String])
  /// One thing said to a load balancer on this host.
  case balance(BalancerRequest)
  /// A command of the user's own.
  case hook(HookCall)
  /// The claim alone.
  case claim(HostClaim)
  /// The holder lives.
  case beat(HostClaim, stateDirectory: String)
  /// Gives a claim back; with `forget`, removes the run's operation results too.
  case release(HostClaim, forget: Bool, stateDirectory: String?)
  /// Who holds what.
  case locks
  /// Takes a run's locks away.
  case breakLocks(run: RunID, whom: String, reason: String)
}
