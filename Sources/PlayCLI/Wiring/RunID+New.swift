import PlayModel

extension RunID {
  /// A new id: the time in UTC and four random characters, none of which looks like another.
  static func new(at time: Timestamp) -> RunID {
    let utc = LocalTime(seconds: time.milliseconds / 1000)
    let (year, month, day) = utc.date
    let date = (year * 100 + month) * 100 + day
    let clock = (utc.secondOfDay / 3600 * 100 + utc.secondOfDay / 60 % 60) * 100 + utc.secondOfDay % 60
    // A leading 1 keeps the zeros of the small hours.
    return RunID("\(date)-\(String(1_000_000 + clock).dropFirst())-\(Nonce.text(length: 4))")
  }
}
