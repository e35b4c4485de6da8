import NIOCore
import NIOPosix
import PlayModel

/// Opens SSH connections. One connector serves all hosts of a run: keys, known_hosts and the agent are
/// read once, connections are made a bounded number at a time, and those to jump hosts are shared.
///
/// The first connector raises the process's soft limit of open files to its hard one; connections beyond that
/// wait until others have ended.
public final class SSHConnector: HostConnector {
  private let planner: ConnectionPlanner
  private let establishment: Establishment

  public convenience init(configuration: SSHConfiguration = SSHConfiguration()) {
    self.init(
      configuration: configuration, patience: JumpHost.Patience(),
      allowance: ConnectionAllowance(limit: DescriptorLimit.connections, patience: .seconds(60)))
  }

  init(configuration: SSHConfiguration, patience: JumpHost.Patience, allowance: ConnectionAllowance) {
    let group = MultiThreadedEventLoopGroup.singleton
    planner = ConnectionPlanner(configuration: configuration, group: group)
    establishment = Establishment(
      group: group, width: configuration.simultaneousHandshakes, patience: patience, allowance: allowance)
  }

  public func connect(to target: ConnectionTarget) async throws(HostFailure) -> any RemoteHost {
    try await establishment.connect(try await planner.plan(for: target))
  }
}
