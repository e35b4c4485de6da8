/// The messages of SFTP version 3 that are used here (draft-ietf-secsh-filexfer-02), with OpenSSH's extensions
/// `fsync@openssh.com` and `posix-rename@openssh.com` (OpenSSH's PROTOCOL, section 4). libssh2's own SFTP has no
/// rename that replaces a file before 1.11.
enum SFTPMessage {
  enum Reply: Hashable {
    case version(extensions: Set<String>)
    case status(id: UInt32, code: UInt32, text: String)
    case handle(id: UInt32, [UInt8])
  }

  static let rename = "posix-rename@openssh.com"
  static let fsync = "fsync@openssh.com"
  /// More extensions than this are not read.
  private static let mostExtensions = 64
  private static let permissions: UInt32 = 0x4

  static func start() -> [UInt8] {
    framed(type: 1) { $0.write(uint32: 3) }
  }

  /// For writing only, new, and readable by nobody else yet.
  static func open(id: UInt32, path: String) -> [UInt8] {
    framed(type: 3) {
      $0.write(uint32: id)
      $0.write(text: path)
      $0.write(uint32: 0x2 | 0x8 | 0x20)  // SSH_FXF_WRITE, CREAT, EXCL
      $0.write(uint32: permissions)
      $0.write(uint32: 0o600)
    }
  }

  static func write(id: UInt32, handle: [UInt8], offset: Int, bytes: ArraySlice<UInt8>) -> [UInt8] {
    framed(type: 6) {
      $0.write(uint32: id)
      $0.write(string: handle)
      $0.write(uint32: UInt32(truncatingIfNeeded: offset >> 32))
      $0.write(uint32: UInt32(truncatingIfNeeded: offset))
      $0.write(string: bytes)
    }
  }

  static func setMode(id: UInt32, handle: [UInt8], mode: Int) -> [UInt8] {
    framed(type: 10) {
      $0.write(uint32: id)
      $0.write(string: handle)
      $0.write(uint32: permissions)
      $0.write(uint32: UInt32(truncatingIfNeeded: mode & 0o7777))
    }
  }

  static func flush(id: UInt32, handle: [UInt8]) -> [UInt8] {
    framed(type: 200) {
      $0.write(uint32: id)
      $0.write(text: fsync)
      $0.write(string: handle)
    }
  }

  static func close(id: UInt32, handle: [UInt8]) -> [UInt8] {
    framed(type: 4) {
      $0.write(uint32: id)
      $0.write(string: handle)
    }
  }

  static func rename(id: UInt32, from old: String, to new: String) -> [UInt8] {
    framed(type: 200) {
      $0.write(uint32: id)
      $0.write(text: rename)
      $0.write(text: old)
      $0.write(text: new)
    }
  }

  static func remove(id: UInt32, path: String) -> [UInt8] {
    framed(type: 13) {
      $0.write(uint32: id)
      $0.write(text: path)
    }
  }

  private static func framed(type: UInt8, _ body: (inout WireWriter) -> Void) -> [UInt8] {
    var inner = WireWriter()
    inner.write(byte: type)
    body(&inner)
    var outer = WireWriter()
    outer.write(string: inner.bytes)
    return outer.bytes
  }

  /// Reads one message, without the length before it; `nil` for what is not one of the replies above.
  static func reply(_ message: [UInt8]) -> Reply? {
    message.withUnsafeBytes { bytes in
      var reader = WireReader(bytes)
      switch reader.readByte() {
      case 2:
        guard reader.readUInt32() != nil else { return nil }
        var extensions: Set<String> = []
        while extensions.count < mostExtensions, let name = reader.readText(), reader.readText() != nil {
          extensions.insert(name)
        }
        return .version(extensions: extensions)
      case 101:
        guard let id = reader.readUInt32(), let code = reader.readUInt32() else { return nil }
        return .status(id: id, code: code, text: reader.readText() ?? "")
      case 102:
        guard let id = reader.readUInt32(), let handle = reader.readString() else { return nil }
        return .handle(id: id, handle)
      default: return nil
      }
    }
  }
}
