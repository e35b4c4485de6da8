/// A signature for public key authentication, which libssh2 asks for in the middle of a call. A key
/// in memory answers at once; the agent's answer comes later, and the call is made again then.
enum SignatureRequest {
  case none
  /// libssh2 wants these bytes signed.
  case wanted([UInt8])
  /// The signature (RFC 4253 section 6.6: the blob inside the outer string).
  case ready([UInt8])
  case refused
}
