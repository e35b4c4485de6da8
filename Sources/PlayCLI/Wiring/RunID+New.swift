import PlayModel

extension RunID {
  /// A new id: the time in UTC and four characters, none of which looks like another. The first two go on with the
  /// time, so that ids sort by it also when a second sees several runs; the others are random.
  static func new(at time: Timestamp) -> RunID {
    let second = time.milliseconds / 1000
    let utc = LocalTime(seconds: second)
    let (year, month, day) = utc.date
    let date = (year * 100 + month) * 100 + day
    let clock = (utc.secondOfDay / 3600 * 100 + utc.secondOfDay / 60 % 60) * 100 + utc.secondOfDay % 60
    let letters = Nonce.alphabet
    // About a millisecond a step.
    let step = Int(time.milliseconds - second * 1000) * letters.count * letters.count / 1000
    let fraction = String([letters[step / letters.count], letters[step % letters.count]])
    // A leading 1 keeps the zeros of the small hours.
    return RunID("\(date)-\(String(1_000_000 + clock).dropFirst())-\(fraction)\(Nonce.text(length: 2))")
  }
}
