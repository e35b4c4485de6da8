import PlayModel

/// The fields of one JSON object, in the order they are added; what is `nil` is left out.
struct JSONFields {
  private(set) var fields: [JSONText.Field] = []

  var object: JSONText { .object(fields) }

  mutating func add(_ name: String, _ value: JSONText?) {
    guard let value else { return }
    fields.append(JSONText.Field(name: name, value: value))
  }

  mutating func add(_ name: String, _ text: String?) { add(name, text.map(JSONText.string)) }
  mutating func add(_ name: String, _ number: Int?) { add(name, number.map { .int(Int64($0)) }) }
  mutating func add(_ name: String, _ time: Timestamp?) { add(name, time.map(TimeText.rfc3339)) }

  /// Seconds, to the millisecond.
  mutating func add(_ name: String, _ duration: Duration?) {
    add(name, duration.map { .decimal(milli: $0.wholeMilliseconds) })
  }

  mutating func add(_ name: String, _ hosts: [HostName]) {
    add(name, .array(hosts.map { .string($0.text) }))
  }
}
