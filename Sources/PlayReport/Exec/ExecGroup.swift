import PlayModel

/// Hosts on which a command said the same and ended in the same way.
public struct ExecGroup: Sendable {
  public let hosts: [HostName]
  /// Of the first of them.
  public let result: ExecResult

  /// Groups of hosts, the largest first; those that did not end well come last, where they are seen.
  ///
  /// - Parameter said: a text that is the same for two hosts when their output is.
  public static func groups(_ results: [ExecResult], said: (HostName) -> String) -> [ExecGroup] {
    struct Key: Hashable {
      let said: String
      let outcome: ExecResult.Outcome
      let exit: Int?
      let detail: String?
    }
    var members: [Key: [ExecResult]] = [:]
    var order: [Key] = []
    for result in results {
      let key = Key(
        said: said(result.host), outcome: result.outcome, exit: result.exit, detail: result.detail)
      if members[key] == nil { order.append(key) }
      members[key, default: []].append(result)
    }
    let groups = order.compactMap { key in
      members[key].flatMap { results in
        results.first.map { ExecGroup(hosts: results.map(\.host), result: $0) }
      }
    }
    return groups.enumerated().sorted { left, right in
      let (a, b) = (left.element, right.element)
      let (aFailed, bFailed) = (a.result.outcome != .ok, b.result.outcome != .ok)
      if aFailed != bFailed { return bFailed }
      return (b.hosts.count, left.offset) < (a.hosts.count, right.offset)
    }.map(\.element)
  }
}
