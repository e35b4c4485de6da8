extension Duration {
  /// The record's unit of time: milliseconds, what is smaller is cut off. A duration beyond the
  /// range of `Int64` is its nearest end.
  public var wholeMilliseconds: Int64 {
    let (seconds, attoseconds) = components
    let (scaled, overflow) = seconds.multipliedReportingOverflow(by: 1000)
    if overflow { return seconds < 0 ? .min : .max }
    return scaled + attoseconds / 1_000_000_000_000_000
  }
}
