import Foundation
import Testing

@testable import PlaySSH

/// Key files as ssh-keygen and openssl write them.
@Suite struct KeyFileTests {
  struct Form: Sendable, CustomTestStringConvertible {
    let type: String
    let bits: Int?
    let format: String?
    let passphrase: String

    var testDescription: String { "\(type) \(bits ?? 0) \(format ?? "OpenSSH") '\(passphrase)'" }

    static let all: [Form] = {
      let kinds: [(String, Int?, [String?])] = [
        ("ed25519", nil, [nil]), ("ecdsa", 256, [nil, "PEM", "PKCS8"]),
        ("ecdsa", 384, [nil, "PEM", "PKCS8"]),
        ("ecdsa", 521, [nil, "PEM", "PKCS8"]), ("rsa", 2048, [nil, "PEM", "PKCS8"]), ("rsa", 3072, [nil]),
        ("rsa", 4096, [nil, "PEM"]),
      ]
      return kinds.flatMap { type, bits, formats in
        formats.flatMap { format in
          ["", "pass wörd 'x'"].map { Form(type: type, bits: bits, format: format, passphrase: $0) }
        }
      }
    }()
  }

  @Test(arguments: Form.all) func aKeyOfEveryFormIsRead(_ form: Form) throws {
    let workshop = try Workshop()
    let path = try workshop.makeKey(
      "key", type: form.type, bits: form.bits, format: form.format, passphrase: form.passphrase, rounds: 2)
    let file = try KeyFile(text: try workshop.text(of: "key"))
    #expect(file.isEncrypted == !form.passphrase.isEmpty)
    let passphrase = form.passphrase.isEmpty ? nil : Array(form.passphrase.utf8)
    let key = try #require(try file.privateKey(passphrase: passphrase).publicKey)
    let expected = try workshop.text(of: "key.pub").split(separator: " ")
    #expect(Data(key.blob).base64EncodedString() == expected[1])
    #expect(key.type == expected[0])
    let listed = try Tool.run("/usr/bin/ssh-keygen", ["-l", "-f", path + ".pub"])
    #expect(listed.split(separator: " ")[1] == key.fingerprint)
  }

  @Test(arguments: Form.all.filter { !$0.passphrase.isEmpty && $0.bits ?? 0 <= 2048 })
  func aWrongPassphraseIsToldApartFromDamage(_ form: Form) throws {
    let workshop = try Workshop()
    try workshop.makeKey(
      "key", type: form.type, bits: form.bits, format: form.format, passphrase: form.passphrase, rounds: 2)
    let file = try KeyFile(text: try workshop.text(of: "key"))
    #expect(throws: KeyFileProblem.wrongPassphrase) { try file.privateKey(passphrase: Array("wrong".utf8)) }
    #expect(throws: KeyFileProblem.passphraseNeeded) { try file.privateKey(passphrase: nil) }
  }

  @Test func theDefaultNumberOfRoundsWorks() throws {
    let workshop = try Workshop()
    try workshop.makeKey("key", passphrase: "secret")
    let key = try KeyFile(text: try workshop.text(of: "key")).privateKey(passphrase: Array("secret".utf8))
    let expected = try workshop.text(of: "key.pub").split(separator: " ")[1]
    #expect(key.publicKey.map { Data($0.blob).base64EncodedString() } == String(expected))
  }

  @Test(arguments: ["aes128-ctr", "aes192-ctr", "aes256-cbc", "aes128-cbc"])
  func otherCiphersOfOpenSSHAreOpened(_ cipher: String) throws {
    let workshop = try Workshop()
    try Tool.run(
      "/usr/bin/ssh-keygen",
      ["-q", "-t", "ed25519", "-N", "secret", "-Z", cipher, "-a", "2", "-f", workshop.file("key")])
    let key = try KeyFile(text: try workshop.text(of: "key")).privateKey(passphrase: Array("secret".utf8))
    #expect(key.publicKey?.type == "ssh-ed25519")
  }

  @Test func aCipherThatIsNotSupportedIsNamed() throws {
    let workshop = try Workshop()
    try Tool.run(
      "/usr/bin/ssh-keygen",
      [
        "-q", "-t", "ed25519", "-N", "secret", "-Z", "chacha20-poly1305@openssh.com", "-f",
        workshop.file("key"),
      ])
    let file = try KeyFile(text: try workshop.text(of: "key"))
    #expect(throws: KeyFileProblem.unsupported("cipher chacha20-poly1305@openssh.com")) {
      try file.privateKey(passphrase: Array("secret".utf8))
    }
  }

  @Test(arguments: [
    ["-aes-128-cbc"], ["-aes-256-cbc"], ["-aes256", "-v2prf", "hmacWithSHA512"], ["-v2prf", "hmacWithSHA1"],
  ])
  func keysOfOpensslAreRead(_ options: [String]) throws {
    let workshop = try Workshop()
    try Tool.run("/usr/bin/openssl", ["genpkey", "-algorithm", "ed25519", "-out", workshop.file("plain")])
    let isPKCS8 = options.contains("-v2prf")
    try Tool.run(
      "/usr/bin/openssl",
      isPKCS8
        ? [
          "pkcs8", "-topk8", "-in", workshop.file("plain"), "-passout", "pass:secret", "-out",
          workshop.file("key"), "-v2", "aes-256-cbc",
        ]
          + options.filter { $0 != "-aes256" }
        : ["pkey", "-in", workshop.file("plain"), "-passout", "pass:secret", "-out", workshop.file("key")]
          + options)
    let plain = try KeyFile(text: try workshop.text(of: "plain")).privateKey(passphrase: nil)
    let opened = try KeyFile(text: try workshop.text(of: "key")).privateKey(passphrase: Array("secret".utf8))
    #expect(plain.publicKey == opened.publicKey)
    #expect(plain.publicKey?.type == "ssh-ed25519")
  }

  @Test func whatIsNotAPrivateKeySaysSo() throws {
    let workshop = try Workshop()
    try workshop.makeKey("key")
    #expect(throws: KeyFileProblem.notAPrivateKey) { try KeyFile(text: try workshop.text(of: "key.pub")) }
    #expect(throws: KeyFileProblem.notAPrivateKey) { try KeyFile(text: "") }
    let text = try workshop.text(of: "key")
    #expect(throws: KeyFileProblem.malformed("it has no END line")) {
      try KeyFile(text: String(text.prefix(text.count / 2)))
    }
  }
}
