import CSSH2
import CSSH2Guard

extension NativeSession {
  /// What is negotiated in the key exchange.
  enum Method: CaseIterable {
    case keyExchange, hostKey, cipher, mac

    /// In libssh2's numbers, for each direction.
    fileprivate var kinds: [Int32] {
      switch self {
      case .keyExchange: [LIBSSH2_METHOD_KEX]
      case .hostKey: [LIBSSH2_METHOD_HOSTKEY]
      case .cipher: [LIBSSH2_METHOD_CRYPT_CS, LIBSSH2_METHOD_CRYPT_SC]
      case .mac: [LIBSSH2_METHOD_MAC_CS, LIBSSH2_METHOD_MAC_SC]
      }
    }
  }

  /// The names that this libssh2 knows.
  private static let known: [Method: Set<String>] = {
    guard NativeLibrary.isReady, let session = libssh2_session_init_ex(nil, nil, nil, nil) else { return [:] }
    defer { libssh2_session_free(session) }
    return Dictionary(
      uniqueKeysWithValues: Method.allCases.map { method in
        var names: UnsafeMutablePointer<UnsafePointer<CChar>?>?
        let count = Int(libssh2_session_supported_algs(session, method.kinds[0], &names))
        guard count > 0, let names else { return (method, []) }
        defer { libssh2_free(session, names) }
        return (method, Set((0..<count).compactMap { names[$0].map { String(cString: $0) } }))
      })
  }()

  /// Sets the order of preference, before the handshake. Names that this libssh2 does not know are left out
  /// here: it would leave them out too, but by a memcpy(3) onto itself (1.10, session.c, found by the address
  /// sanitizer). `false`: it knows none of them.
  func prefer(_ method: Method, _ names: [String]) -> Bool {
    prefer(method, list: Self.list(method, names))
  }

  /// The same with a list that was made before, for all hosts.
  func prefer(_ method: Method, list: String) -> Bool {
    guard let pointer, !list.isEmpty else { return false }
    return method.kinds.allSatisfy { libssh2_session_method_pref(pointer, $0, list) == 0 }
  }

  static func list(_ method: Method, _ names: [String]) -> String {
    guard let known = known[method] else { return "" }
    return names.filter(known.contains).joined(separator: ",")
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
