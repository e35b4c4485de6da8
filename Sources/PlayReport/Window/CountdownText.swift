import PlayModel

/// The time left, to the second: `2 d 3 h`, `1:02:03`, `0:42`.
public enum CountdownText {
  public static func text(_ left: Duration) -> String {
    // What is left of a second counts: at 0:00 it is over.
    let seconds = max(0, (left.wholeMilliseconds + 999) / 1000)
    guard seconds < 48 * 3600 else { return "\(seconds / 86_400) d \(seconds / 3600 % 24) h" }
    return DurationText.clock(.seconds(seconds))
  }
}
