extension Duration {
  /// The form Go's `time.ParseDuration` reads, in milliseconds: `1500ms`.
  var goText: String {
    let (seconds, attoseconds) = components
    return "\(seconds * 1000 + attoseconds / 1_000_000_000_000_000)ms"
  }

  /// Whole seconds, rounded up, for options that take no fraction.
  var wholeSeconds: Int {
    let (seconds, attoseconds) = components
    return Int(seconds) + (attoseconds > 0 ? 1 : 0)
  }
}
