/// Why a value cannot be read as what it should be. The reader adds the key and the position.
struct ValueFault: Error, Hashable {
  /// What is wrong, one sentence without a full stop.
  let message: String
  /// What would be right.
  let hint: String?

  init(_ message: String, hint: String? = nil) {
    self.message = message
    self.hint = hint
  }
}
