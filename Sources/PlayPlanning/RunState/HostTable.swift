import PlayModel

/// The hosts of a run in the order they first appeared, found by name in constant time.
public struct HostTable: Sendable, Hashable, RandomAccessCollection {
  private var records: [HostRecord] = []
  private var positions: [HostName: Int] = [:]

  init() {}

  public var startIndex: Int { records.startIndex }
  public var endIndex: Int { records.endIndex }
  public subscript(position: Int) -> HostRecord {
    get { records[position] }
    // In place: a copy of a host's steps for every event would make the fold quadratic.
    _modify { yield &records[position] }
  }

  public subscript(host: HostName) -> HostRecord? { positions[host].map { records[$0] } }

  func position(of host: HostName) -> Int? { positions[host] }

  /// Where the host is, added at the end when it is new.
  mutating func place(_ host: HostName) -> Int {
    if let position = positions[host] { return position }
    records.append(HostRecord(host: host))
    positions[host] = records.count - 1
    return records.count - 1
  }
}

extension HostTable: Codable {
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    records = try container.decode([HostRecord].self)
    for (position, record) in records.enumerated() {
      guard positions.updateValue(position, forKey: record.host) == nil else {
        throw DecodingError.dataCorruptedError(in: container, debugDescription: "a host appears twice")
      }
    }
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(records)
  }
}
