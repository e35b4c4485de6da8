import CSSH2
import CSSH2Guard

extension NativeSession {
  /// What is negotiated in the key exchange.
  enum Method {
    case keyExchange, hostKey, cipher, mac
  }

  /// Sets the order of preference, before the handshake. Names that this libssh2 does not know are
  /// left out by it; `false`: it knows none of them.
  func prefer(_ method: Method, _ names: [String]) -> Bool {
    guard let pointer else { return false }
    let list = names.joined(separator: ",")
    let kinds: [Int32] =
      switch method {
      case .keyExchange: [LIBSSH2_METHOD_KEX]
      case .hostKey: [LIBSSH2_METHOD_HOSTKEY]
      case .cipher: [LIBSSH2_METHOD_CRYPT_CS, LIBSSH2_METHOD_CRYPT_SC]
      case .mac: [LIBSSH2_METHOD_MAC_CS, LIBSSH2_METHOD_MAC_SC]
      }
    return kinds.allSatisfy { libssh2_session_method_pref(pointer, $0, list) == 0 }
  }

  /// Banner, key exchange and the request of the authentication service.
  func handshake() -> NativeOutcome<Void> {
    guard let pointer else { return .failed(lastError()) }
    return outcome(cssh2_session_handshake(pointer, PlaceholderSocket.descriptor))
  }

  /// The server's public key as it came in the key exchange (RFC 4253 section 6.6).
  func hostKey() -> [UInt8]? {
    guard let pointer else { return nil }
    var length = 0
    var type: Int32 = 0
    guard let bytes = libssh2_session_hostkey(pointer, &length, &type), length > 0 else { return nil }
    return [UInt8](UnsafeRawBufferPointer(start: bytes, count: length))
  }

  /// The server's last line before the key exchange: its identification (RFC 4253 section 4.2), or what
  /// it said instead.
  func serverLine() -> String? {
    guard let pointer, let text = libssh2_session_banner_get(pointer) else { return nil }
    return String(cString: text)
  }

  /// Whether the server has said that it speaks SSH.
  var isIdentified: Bool { serverLine()?.hasPrefix("SSH-") ?? false }
}
