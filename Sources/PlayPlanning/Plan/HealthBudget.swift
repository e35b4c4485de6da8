import PlayModel

/// How many healthy hosts a play may take down at once without falling below `min_healthy`.
///
/// A host that is not healthy costs nothing; once changed it counts as healthy.
public struct HealthBudget: Sendable {
  public let required: Int
  public private(set) var healthy: Set<HostName>

  public init(required: Int, healthy: Set<HostName>) {
    self.required = required
    self.healthy = healthy
  }

  /// Whether these hosts may all be down together now.
  public func allows(_ batch: [HostName]) -> Bool {
    let lost = batch.count { healthy.contains($0) }
    return lost == 0 || healthy.count - lost >= required
  }

  /// The batch in as few parts as the budget allows, taken to succeed; `nil` when a healthy host in it
  /// could never be stopped.
  public mutating func split(_ batch: [HostName]) -> [[HostName]]? {
    var parts: [[HostName]] = []
    var part: [HostName] = []
    for host in batch {
      if !part.isEmpty, !allows(part + [host]) {
        healthy.formUnion(part)
        parts.append(part)
        part = []
      }
      guard allows(part + [host]) else { return nil }
      part.append(host)
    }
    healthy.formUnion(part)
    if !part.isEmpty { parts.append(part) }
    return parts
  }

  /// Batches one after the other, each in its parts; `nil` when one of them can never be stopped.
  public func split(_ batches: [[HostName]]) -> [[HostName]]? {
    var budget = self
    var parts: [[HostName]] = []
    for batch in batches {
      guard let more = budget.split(batch) else { return nil }
      parts += more
    }
    return parts
  }

  /// What a batch left behind.
  public mutating func note(changed: [HostName], failed: [HostName]) {
    healthy.formUnion(changed)
    healthy.subtract(failed)
  }
}
