import PlayModel

/// A channel task that somebody waits for, with a deadline.
protocol SettlingTask: ChannelTask {
  /// The deadline's timer, to be cancelled when the task settles.
  func expire(with deadline: LoopTimer)
  /// Settles early: the deadline has passed, or nobody waits any more.
  func abandon(_ failure: HostFailure)
}
