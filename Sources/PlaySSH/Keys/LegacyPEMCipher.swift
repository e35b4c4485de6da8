import Crypto
import CryptoExtras
import FoundationEssentials

/// The encryption of PEM files with a `DEK-Info` header: AES in CBC mode, the key from MD5 as in
/// OpenSSL's EVP_BytesToKey(3) with one iteration.
struct LegacyPEMCipher {
  private let keyLength: Int
  private let vector: [UInt8]

  init(info: String) throws(KeyFileProblem) {
    let parts = info.split(separator: ",").map { $0.trimmingSpaces() }
    switch parts.first {
    case "AES-128-CBC": keyLength = 16
    case "AES-192-CBC": keyLength = 24
    case "AES-256-CBC": keyLength = 32
    case let name?: throw .unsupported("cipher \(name)")
    case nil: throw .malformed("its DEK-Info is empty")
    }
    guard parts.count == 2, let vector = [UInt8](hexadecimal: parts[1]), vector.count == 16 else {
      throw .malformed("its DEK-Info has no initialization vector")
    }
    self.vector = vector
  }

  func decrypt(_ sealed: [UInt8], passphrase: [UInt8]) throws(KeyFileProblem) -> [UInt8] {
    guard !sealed.isEmpty, sealed.count.isMultiple(of: 16) else { throw .malformed("it is cut short") }
    var material: [UInt8] = []
    var digest: [UInt8] = []
    while material.count < keyLength {
      // OpenSSL takes the first eight bytes of the vector as salt.
      digest = [UInt8](Insecure.MD5.hash(data: digest + passphrase + vector.prefix(8)))
      material += digest
    }
    let key = SymmetricKey(data: material.prefix(keyLength))
    do {
      return [UInt8](try AES._CBC.decrypt(sealed, using: key, iv: AES._CBC.IV(ivBytes: vector)))
    } catch {
      throw .wrongPassphrase
    }
  }
}

extension [UInt8] {
  /// From pairs of hexadecimal digits.
  init?(hexadecimal text: String) {
    let digits = Array<Character>(text)
    guard digits.count.isMultiple(of: 2) else { return nil }
    var bytes: [UInt8] = []
    for start in stride(from: 0, to: digits.count, by: 2) {
      guard let high = digits[start].hexDigitValue, let low = digits[start + 1].hexDigitValue else {
        return nil
      }
      bytes.append(UInt8(high << 4 | low))
    }
    self = bytes
  }
}
