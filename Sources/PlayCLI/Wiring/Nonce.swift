/// Random text from the system's generator.
enum Nonce {
  /// In the order of their codes.
  static let alphabet = Array("23456789abcdefghjkmnpqrstuvwxyz")

  static func text(length: Int = 24) -> String {
    String((0..<length).map { _ in alphabet[Int.random(in: 0..<alphabet.count)] })
  }
}
