#if canImport(Glibc)
  import Glibc
#endif

/// The number of files this process may have open (getrlimit(2), RLIMIT_NOFILE).
enum DescriptorLimit {
  /// What else the program has open: event loops, the run store, the agent.
  private static let reserve = 64

  /// Raises the soft limit to the hard one, once, and answers how many connections that leaves room for.
  static let connections: Int = {
    var limit = rlimit()
    guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return 1024 - reserve }
    if limit.rlim_cur < limit.rlim_max {
      var raised = limit
      raised.rlim_cur = limit.rlim_max
      if setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &raised) == 0 { limit = raised }
    }
    return max(4, Int(min(limit.rlim_cur, 1 << 20)) - reserve)
  }()
}
