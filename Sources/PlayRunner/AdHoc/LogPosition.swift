import PlayModel

/// How far a host's log has been read, so that a new connection goes on where the last one ended: no line
/// twice, none left out.
struct LogPosition {
  private struct Place {
    var time: EngineTime
    /// Lines of exactly that time that have been seen.
    var count: Int
  }

  private var places: [OutputChunk.Stream: Place] = [:]
  /// Lines of the last time that the new connection will bring again.
  private var repeated: [OutputChunk.Stream: Place] = [:]

  /// Where to begin; `nil` when nothing has been read.
  var since: String? { places.values.map(\.time).min()?.unixText }

  /// A new connection begins, from `since` on.
  mutating func beginAgain() { repeated = places }

  /// Whether the line is new; it counts as read from now on.
  mutating func isNew(_ entry: LogEntry) -> Bool {
    if var known = repeated[entry.stream] {
      if entry.time < known.time { return false }
      if entry.time == known.time, known.count > 0 {
        known.count -= 1
        repeated[entry.stream] = known
        return false
      }
      repeated[entry.stream] = nil
    }
    if var place = places[entry.stream], place.time == entry.time {
      place.count += 1
      places[entry.stream] = place
    } else {
      places[entry.stream] = Place(time: entry.time, count: 1)
    }
    return true
  }
}
