import Glibc
import PlayModel

/// Opens SSH connections. One connector serves all hosts of a run: keys, known_hosts and the agent are
/// read once, connections are made a bounded number at a time, and those to jump hosts are shared.
///
/// The first connector raises the process's soft limit of open files to its hard one; connections beyond that
/// wait until others have ended.
public final class SSHConnector: HostConnector {
  private let planner: ConnectionPlanner
  private let establishment: Establishment
  /// Where others keep connections that may be used; `nil` where there are none.
  private let sharing: SharingPlace?

  public convenience init(configuration: SSHConfiguration = SSHConfiguration()) {
    self.init(
      configuration: configuration, patience: JumpHost.Patience(),
      allowance: ConnectionAllowance(limit: DescriptorLimit.connections, patience: .seconds(60)))
  }

  init(configuration: SSHConfiguration, patience: JumpHost.Patience, allowance: ConnectionAllowance) {
    planner = ConnectionPlanner(configuration: configuration)
    sharing = configuration.sharingFolder.flatMap {
      access($0, F_OK) == 0 ? SharingPlace(folder: $0) : nil
    }
    establishment = Establishment(
      width: configuration.simultaneousHandshakes, patience: patience, allowance: allowance)
  }

  public func connect(to target: ConnectionTarget) async throws(HostFailure) -> any RemoteHost {
    if let sharing {
      let socket = sharing.socket(for: try await planner.way(to: target))
      if access(socket, F_OK) == 0 {
        return SharedHost(name: target.name, socket: socket) { [self] () async throws(HostFailure) in
          try await connectDirectly(to: target)
        }
      }
    }
    return try await connectDirectly(to: target)
  }

  /// What makes a connection the same as another one.
  func way(to target: ConnectionTarget) async throws(HostFailure) -> String {
    try await planner.way(to: target)
  }

  /// Makes a connection of this process.
  func connectDirectly(to target: ConnectionTarget) async throws(HostFailure) -> SSHHost {
    // The work before a connection goes on where the connection will be, so that nothing of it wakes another
    // thread.
    try await withTaskExecutorPreference(SSHLoops.next(for: target.name).executor) {
      () async throws(HostFailure) in
      try await establishment.connect(try await planner.plan(for: target))
    }
  }

  /// Where tasks that use connections run best: on the thread of the connections that are made there. What is
  /// run there must not wait for anything but by `await`. Without a loop it is Swift's own pool, and `connect`
  /// says what is missing.
  public static var executor: any TaskExecutor {
    (try? SSHLoops.other().executor) ?? globalConcurrentExecutor
  }
}
