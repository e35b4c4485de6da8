import ArgumentParser
import PlayFiles

/// A time that something may take, as playbooks write it: `90`, `90s`, `1m30s`.
struct DurationOption: ExpressibleByArgument {
  let duration: Duration

  init(_ duration: Duration) { self.duration = duration }

  init?(argument: String) {
    guard let duration = DurationText.duration(argument) else { return nil }
    self.duration = duration
  }

  var defaultValueDescription: String { DurationText.text(for: duration) }
}
