import Crypto

/// bcrypt_pbkdf, the derivation of OpenSSH's encrypted keys (OpenBSD's bcrypt_pbkdf(3)).
enum BcryptKeyDerivation {
  private static let hashLength = 32
  private static let magic = words([UInt8]("OxychromaticBlowfishSwatDynamite".utf8))

  static func derive(passphrase: [UInt8], salt: [UInt8], rounds: Int, length: Int) -> [UInt8] {
    let blocks = (length + hashLength - 1) / hashLength
    let password = words([UInt8](SHA512.hash(data: passphrase)))
    var key = [UInt8](repeating: 0, count: length)
    for block in 0..<blocks {
      var number = WireWriter()
      number.write(uint32: UInt32(block + 1))
      var last = hash(password: password, salt: SHA512.hash(data: salt + number.bytes))
      var sum = last
      for _ in 1..<max(rounds, 1) {
        last = hash(password: password, salt: SHA512.hash(data: last))
        for index in sum.indices { sum[index] ^= last[index] }
      }
      // Each block's bytes are spread over the whole key, so that all blocks must be computed.
      for (index, byte) in sum.enumerated() where index * blocks + block < length {
        key[index * blocks + block] = byte
      }
    }
    return key
  }

  private static func hash(password: [UInt32], salt: SHA512.Digest) -> [UInt8] {
    let salt = words([UInt8](salt))
    var cipher = Blowfish()
    cipher.expand(key: password, salt: salt)
    for _ in 0..<64 {
      cipher.expand(key: salt, salt: nil)
      cipher.expand(key: password, salt: nil)
    }
    var text = magic
    for _ in 0..<64 { cipher.encrypt(&text) }
    return text.flatMap { word in withUnsafeBytes(of: word.littleEndian) { [UInt8]($0) } }
  }

  private static func words(_ bytes: [UInt8]) -> [UInt32] {
    stride(from: 0, to: bytes.count, by: 4).map { start in
      bytes[start..<start + 4].reduce(0) { $0 << 8 | UInt32($1) }
    }
  }
}
