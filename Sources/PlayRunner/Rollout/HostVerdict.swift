import PlayModel
import PlayPlanning

/// Where a run left a host, by what the record of its steps says.
struct HostVerdict {
  let record: HostRecord?
  let trouble: Trouble?
  /// Left out before anything was changed there.
  let excluded: Bool

  var outcome: HostOutcome {
    guard let record else { return trouble == nil ? .notAttempted : .unreachable }
    if excluded, !record.isTouched { return trouble?.reason == .unreachable ? .unreachable : .failed }
    if record.steps.contains(where: { $0.hasEffect && $0.status != .succeeded }) { return .stuck }
    // New in one play and not in another is neither new nor previous.
    if record.isTouched {
      if record.isComplete { return .changed }
      // A restart changes no release: the previous one has failed its checks.
      return record.effects.allSatisfy { !$0.key.kind.hasUndo } ? .failed : .stuck
    }
    if let trouble {
      return trouble.reason == .interrupted ? wasTouched ? .rolledBack : .notAttempted : .failed
    }
    if wasTouched { return .rolledBack }
    let wanted = record.parts.contains { part in part.services.contains(where: \.changes) }
    return wanted || record.parts.isEmpty ? .notAttempted : .unchanged
  }

  private var wasTouched: Bool { record?.steps.contains { $0.status == .undone } ?? false }
}
