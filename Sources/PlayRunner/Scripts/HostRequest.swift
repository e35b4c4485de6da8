import PlayModel

/// One action for a host, with what makes it safe to send.
public struct HostRequest: Sendable, Hashable {
  public var action: HostAction
  /// Set when the action changes something.
  public var operation: HostOperation?
  /// The locks to give back in the same script, once the operation is done, and with them its results.
  public var releases: HostClaim?
  /// From sending to the answer.
  public var deadline: Duration
  /// Whether the host will be asked more than what it is ready for already.
  public var isFollowed: Bool

  public init(
    _ action: HostAction, operation: HostOperation? = nil, releases: HostClaim? = nil,
    deadline: Duration = .seconds(60), isFollowed: Bool = true
  ) {
    self.action = action
    self.operation = operation
    self.releases = releases
    self.deadline = deadline
    self.isFollowed = isFollowed
  }

  /// The script that carries the action out.
  var script: HostScript {
    var script = HostScript(body, operation: operation, deadline: deadline)
    if let operation, let releases {
      script.release = LockScripts.release(releases, forget: true, stateDirectory: operation.stateDirectory)
    }
    return script
  }

  private var body: String {
    switch action {
    case .survey(let images, let claim, let dated):
      LookScripts.survey(images: images, claim: claim, dated: dated)
    case .look(let container, let questions, let logsSince):
      LookScripts.look(container: container, questions: questions, logsSince: logsSince)
    case .evidence(let container): LookScripts.evidence(container: container)
    case .manifest(let image): LookScripts.manifest(image)
    case .pull(let image, let policy, let platform):
      ChangeScripts.pull(image, policy: policy, platform: platform)
    case .create(let creation, let release):
      ChangeScripts.create(creation, release: release, operation: operation?.id ?? "")
    case .switchOver(let old, let aside, let new, let name, let policy):
      ChangeScripts.switchOver(old: old, aside: aside, new: new, name: name, policy: policy)
    case .start(let new): ChangeScripts.start(new: new)
    case .retire(let old, let aside, let new, let name, let policy):
      ChangeScripts.retire(old: old, aside: aside, new: new, name: name, policy: policy)
    case .restore(let old, let new, let nextName):
      ChangeScripts.restore(old: old, new: new, nextName: nextName)
    case .steer(let steering, let container, let policy):
      ChangeScripts.steer(steering, container: container, policy: policy)
    case .quiet(let container, let signal, let seconds):
      ChangeScripts.quiet(container, signal: signal, seconds: seconds)
    case .unquiet(let container): ChangeScripts.unquiet(container)
    case .remove(let operation): ChangeScripts.remove(operation: operation)
    case .prune(let names): ChangeScripts.prune(remove: names)
    case .balance(let request): request.script
    case .hook(let call): call.script
    case .claim(let claim): LockScripts.claimAlone(claim)
    case .beat(let claim, let directory): LockScripts.beat(claim, stateDirectory: directory)
    case .release(let claim, let forget, let directory):
      LockScripts.release(claim, forget: forget, stateDirectory: directory)
    case .locks: LockScripts.list
    case .breakLocks(let run, let whom, let reason):
      LockScripts.breakLocks(of: run, by: whom, reason: reason)
    }
  }
}
