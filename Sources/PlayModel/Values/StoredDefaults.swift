/// Coding that leaves defaults out.
///
/// What was stored before a field existed still reads, as a value with the field's default, and the
/// stored form (and so a hash of it) does not change when a field is added.
extension KeyedEncodingContainer {
  mutating func encode<Item: Encodable & Equatable>(
    _ value: Item, _ key: Key, unless standard: Item
  ) throws {
    if value != standard { try encode(value, forKey: key) }
  }
}

extension KeyedDecodingContainer {
  func decode<Item: Decodable>(_ key: Key, or standard: Item) throws -> Item {
    try decodeIfPresent(Item.self, forKey: key) ?? standard
  }
}
