import PlayModel

/// How long something has been so, in its one largest unit: `8 s`, `12 min`, `5 h`, `3 d`.
enum AgeText {
  static func text(_ age: Duration) -> String {
    let seconds = max(0, age.wholeMilliseconds / 1000)
    switch seconds {
    case ..<90: return "\(seconds) s"
    case ..<5400: return "\(seconds / 60) min"
    case ..<172_800: return "\(seconds / 3600) h"
    default: return "\(seconds / 86_400) d"
    }
  }
}
