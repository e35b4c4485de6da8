import PlayModel

/// Collects what a failed container left behind, before it is removed.
struct Evidence: Sendable {
  let session: HostSession

  /// The trouble with the container's state and its last 100 log lines; unchanged when the host does not
  /// answer.
  func added(to trouble: Trouble, container: String) async -> Trouble {
    let request = HostRequest(.evidence(container: container), deadline: .seconds(20))
    guard case .reported(let report) = await session.run(request) else { return trouble }
    var full = trouble
    full.log = Array(report.facts("log").suffix(100))
    if let observed = report.fact("container").flatMap(ContainerInspection.container) {
      full.state = ContainerVerdict.describe(observed)
    }
    return full
  }
}
