extension Connection {
  /// Among what both sides trust, the quickest: AES-128 in CTR mode runs on the processor's own
  /// instructions. Names unknown to this libssh2 are left out; what is not named is not used,
  /// so SHA-1 and group 1 are out.
  private static let fastMethods: [(NativeSession.Method, String)] = [
    (
      .keyExchange,
      [
        "curve25519-sha256", "curve25519-sha256@libssh.org", "ecdh-sha2-nistp256", "ecdh-sha2-nistp384",
        "ecdh-sha2-nistp521", "diffie-hellman-group16-sha512", "diffie-hellman-group14-sha256",
        "diffie-hellman-group-exchange-sha256",
      ]
    ),
    (.cipher, ["aes128-gcm@openssh.com", "aes128-ctr", "aes192-ctr", "aes256-ctr"]),
    (
      .mac,
      [
        "hmac-sha2-256-etm@openssh.com", "hmac-sha2-512-etm@openssh.com", "hmac-sha2-256", "hmac-sha2-512",
      ]
    ),
  ].map { ($0, NativeSession.list($0, $1)) }

  func preferFastMethods(_ session: NativeSession) {
    for (method, list) in Self.fastMethods { _ = session.prefer(method, list: list) }
  }
}
