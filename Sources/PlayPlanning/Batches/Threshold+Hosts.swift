import PlayModel

extension Threshold {
  /// For `serial`: a percentage is the floor, at least 1.
  public func batchSize(of hosts: Int) -> Int {
    switch self {
    case .count(let count): count
    case .percent(let percent): max(1, Int(Double(hosts) * percent / 100))
    }
  }

  /// For `max_failures`: a percentage is the floor, 0 allowed.
  public func allowed(of hosts: Int) -> Int {
    switch self {
    case .count(let count): max(0, count)
    case .percent(let percent): Int(Double(hosts) * percent / 100)
    }
  }

  /// For `min_healthy`: a percentage is rounded up, so that 50% of 3 hosts keeps 2.
  public func required(of hosts: Int) -> Int {
    switch self {
    case .count(let count): min(max(0, count), hosts)
    case .percent(let percent): min(hosts, Int((Double(hosts) * percent / 100).rounded(.up)))
    }
  }
}
