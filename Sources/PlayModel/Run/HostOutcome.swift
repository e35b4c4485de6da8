/// Where a run left one host. The raw values are part of the JSON contract.
public enum HostOutcome: String, Sendable, Hashable, Codable, CaseIterable {
  /// It runs the new release.
  case changed
  /// It ran the right release already, or nothing was to do.
  case unchanged
  /// Its own deployment failed; what it ran before runs again, or was never touched.
  case failed
  /// Its deployment had succeeded and was taken back with the fleet.
  case rolledBack = "rolled_back"
  case unreachable
  /// The run ended before its turn.
  case notAttempted = "not_attempted"
  /// Neither new nor previous: a person has to look.
  case stuck
}
