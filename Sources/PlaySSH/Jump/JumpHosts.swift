import PlayModel
import Synchronization

/// The jump hosts of a run: for one way, one `JumpHost`.
final class JumpHosts: Sendable {
  /// What makes two ways the same.
  private struct Stop: Hashable {
    let name: HostName
    let user: String
    let address: String
    let port: Int
  }

  private let known = Mutex<[[Stop]: JumpHost]>([:])

  /// The last jump host on the way; `nil` when there is none. `make` is called the first time.
  func jumpHost(
    before plan: ConnectionPlan, make: (ConnectionPlan) -> JumpHost
  ) -> JumpHost? {
    guard let last = plan.route.last else { return nil }
    let way = plan.route.map { Stop(name: $0.host, user: $0.user, address: $0.address, port: $0.port) }
    return known.withLock { known in
      if let found = known[way] { return found }
      let made = make(last)
      known[way] = made
      return made
    }
  }
}
