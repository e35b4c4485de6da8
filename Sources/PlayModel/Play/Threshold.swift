/// A number of hosts: a count, or a percentage of the play's hosts.
public enum Threshold: Sendable, Hashable, Codable {
  case count(Int)
  case percent(Double)
}
