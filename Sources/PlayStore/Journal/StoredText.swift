import Foundation
import PlayModel

/// The JSON that is kept in the store: keys sorted, so that the same value is always the same text.
enum StoredText {
  static func encode(_ value: some Encodable, type: String) throws(RunStoreError) -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    do {
      return String(decoding: try encoder.encode(value), as: UTF8.self)
    } catch {
      // The error itself may quote the value.
      throw .notEncodable(type: type, detail: "its JSON form cannot be made")
    }
  }

  /// `nil` when the text is not what `encode` makes of such a value.
  static func decode<Value: Decodable>(_ type: Value.Type, from text: String) -> Value? {
    try? JSONDecoder().decode(type, from: Data(text.utf8))
  }
}
