/// The data that a public key signature covers (RFC 4252 section 7).
enum AuthenticationRequest {
  private static let message: UInt8 = 50

  /// The signature algorithm that the request names, whatever libssh2 chose.
  static func algorithm(in data: [UInt8]) -> String? {
    data.withUnsafeBytes { bytes in
      var reader = WireReader(bytes)
      guard reader.readString() != nil, reader.readByte() == message, reader.readText() != nil,
        reader.readText() != nil, reader.readText() == "publickey", reader.readByte() == 1
      else { return nil }
      return reader.readText()
    }
  }
}
