/// The messages of the agent protocol that are used here (draft-ietf-sshm-ssh-agent), without the
/// length before them.
enum AgentMessage {
  private static let requestIdentities: UInt8 = 11
  private static let identitiesAnswer: UInt8 = 12
  private static let signRequest: UInt8 = 13
  private static let signResponse: UInt8 = 14
  /// SSH_AGENT_RSA_SHA2_256 and SSH_AGENT_RSA_SHA2_512
  private static let rsaFlags: [String: UInt32] = ["rsa-sha2-256": 2, "rsa-sha2-512": 4]

  /// An agent with more keys than this is not believed.
  private static let mostIdentities: UInt32 = 2048

  static func identitiesRequest() -> [UInt8] { [requestIdentities] }

  static func identities(in answer: [UInt8]) -> [AgentIdentity]? {
    answer.withUnsafeBytes { bytes in
      var reader = WireReader(bytes)
      guard reader.readByte() == identitiesAnswer, let count = reader.readUInt32(), count <= mostIdentities
      else { return nil }
      var identities: [AgentIdentity] = []
      for _ in 0..<count {
        guard let blob = reader.readString(), let comment = reader.readText() else { return nil }
        if let key = PublicKey(blob: blob) { identities.append(AgentIdentity(key: key, comment: comment)) }
      }
      return identities
    }
  }

  static func signRequest(key: PublicKey, data: [UInt8], algorithm: String) -> [UInt8] {
    var writer = WireWriter()
    writer.write(byte: signRequest)
    writer.write(string: key.blob)
    writer.write(string: data)
    writer.write(uint32: rsaFlags[algorithm] ?? 0)
    return writer.bytes
  }

  /// The signature proper; `nil` for a refusal or when the agent signed with another algorithm.
  static func signature(in answer: [UInt8], algorithm: String) -> [UInt8]? {
    answer.withUnsafeBytes { bytes in
      var reader = WireReader(bytes)
      guard reader.readByte() == signResponse, let signature = reader.readString() else { return nil }
      return signature.withUnsafeBytes { inner in
        var reader = WireReader(inner)
        guard reader.readText() == algorithm else { return nil }
        return reader.readString()
      }
    }
  }
}
