import PlayModel

/// Collects options for `docker create`; every value is one exact argument, quoting comes later.
struct ArgumentBuilder {
  private(set) var arguments: [String] = []

  mutating func option(_ name: String, _ value: String) { arguments += [name, value] }

  mutating func option(_ name: String, _ value: String?) {
    if let value { arguments += [name, value] }
  }

  mutating func option(_ name: String, _ value: Int?) {
    if let value { arguments += [name, String(value)] }
  }

  mutating func flag(_ name: String, when condition: Bool) {
    if condition { arguments.append(name) }
  }

  mutating func options(_ name: String, _ values: [String]) {
    for value in values { arguments += [name, value] }
  }

  mutating func options(_ name: String, _ values: [String: String]) {
    for (key, value) in values.sorted(by: { $0.key < $1.key }) { arguments += [name, "\(key)=\(value)"] }
  }

  mutating func word(_ word: String) { arguments.append(word) }
}
