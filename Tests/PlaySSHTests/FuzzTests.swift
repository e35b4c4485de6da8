import Foundation
import Testing

@testable import PlaySSH

/// Parsers of ours that read what somebody else wrote, on damaged input. Each gets twice as many
/// inputs as `SWIFTPLAY_FUZZ_ROUNDS` says: with the 100,000 of `make fuzz` more than a million together.
@Suite struct FuzzTests {
  private static let count =
    2 * (ProcessInfo.processInfo.environment["SWIFTPLAY_FUZZ_ROUNDS"].flatMap(Int.init) ?? 1_500)

  @Test func knownHostsLines() throws {
    let workshop = try Workshop()
    try workshop.makeKey("key")
    let key = try workshop.text(of: "key.pub")
    let seeds = [
      "host,10.0.0.? \(key)", "|1|F1E1KeoE/eEWhi10WpGv4OdiO6Y=|3988QV0VE8wmZL7suNrYQLITLCg= \(key)",
      "@revoked * \(key)",
      "@cert-authority !a,b* \(key)", "# comment",
    ]
    var mutator = Mutator(seed: 1)
    for _ in 0..<Self.count {
      let text = String(decoding: mutator.mutated(Array(mutator.pick(seeds).utf8)), as: UTF8.self)
      var known = KnownHosts()
      known.add(text: text, file: "f")
      for entry in known.entries { _ = entry.line.concerns("host") }
      _ = known.hostKeyAlgorithms(for: HostIdentity(address: "host", port: 22))
    }
  }

  @Test func keyFiles() throws {
    let workshop = try Workshop()
    var seeds: [String] = []
    let forms: [(String, String?, String)] = [
      ("ed25519", nil, ""), ("ecdsa", nil, ""), ("rsa", nil, ""), ("ecdsa", "PEM", ""), ("rsa", "PKCS8", ""),
      ("ecdsa", "PKCS8", "passphrase"), ("ecdsa", "PEM", "passphrase"), ("ed25519", nil, "passphrase"),
    ]
    for (index, form) in forms.enumerated() {
      let name = "key-\(index)"
      try workshop.makeKey(name, type: form.0, format: form.1, passphrase: form.2, rounds: 1)
      seeds.append(try workshop.text(of: name))
    }
    var mutator = Mutator(seed: 2)
    for round in 0..<Self.count {
      let seed = mutator.pick(seeds)
      let text: String
      if round.isMultiple(of: 2), let armor = try? KeyArmor(text: seed) {
        // Damage inside the base64, which a damaged text rarely reaches.
        let headers = armor.headers.map { "\($0.key): \($0.value)\n" }.joined()
        let body = Data(mutator.mutated(armor.body)).base64EncodedString()
        text = "-----BEGIN \(armor.label)-----\n\(headers)\(body)\n-----END \(armor.label)-----\n"
      } else {
        text = String(decoding: mutator.mutated(Array(seed.utf8)), as: UTF8.self)
      }
      guard let file = try? KeyFile(text: text) else { continue }
      _ = file.publicKey?.fingerprint
      // bcrypt with many rounds would only cost time.
      if !file.isEncrypted { _ = try? file.privateKey(passphrase: nil).publicKey }
    }
  }

  @Test func agentAnswers() throws {
    var identities = WireWriter()
    identities.write(byte: 12)
    identities.write(uint32: 1)
    var key = WireWriter()
    key.write(text: "ssh-ed25519")
    key.write(string: [UInt8](repeating: 7, count: 32))
    identities.write(string: key.bytes)
    identities.write(text: "comment")
    var signature = WireWriter()
    signature.write(byte: 14)
    var inner = WireWriter()
    inner.write(text: "ssh-ed25519")
    inner.write(string: [UInt8](repeating: 9, count: 64))
    signature.write(string: inner.bytes)
    #expect(AgentMessage.identities(in: identities.bytes)?.count == 1)
    #expect(AgentMessage.signature(in: signature.bytes, algorithm: "ssh-ed25519")?.count == 64)
    var mutator = Mutator(seed: 3)
    for _ in 0..<Self.count {
      _ = AgentMessage.identities(in: mutator.mutated(identities.bytes))
      _ = AgentMessage.signature(in: mutator.mutated(signature.bytes), algorithm: "ssh-ed25519")
    }
  }

  @Test func optionsAndServerMessages() throws {
    let seeds = [
      "-o Port=22", "-oUserKnownHostsFile=\"a b\" c", "-l user", "-i~/x", "-p22",
      "-o StrictHostKeyChecking=no",
    ]
    var request = WireWriter()
    request.write(byte: 98)
    request.write(uint32: 0)
    request.write(text: "exit-signal")
    request.write(byte: 0)
    request.write(text: "TERM")
    var mutator = Mutator(seed: 4)
    for _ in 0..<Self.count {
      let words = String(decoding: mutator.mutated(Array(mutator.pick(seeds).utf8)), as: UTF8.self)
      _ = try? SSHOptions(arguments: words.split(separator: " ").map(String.init))
      var notices = ServerNotices()
      mutator.mutated(request.bytes).withUnsafeBytes { notices.note($0) }
    }
  }

  @Test func jumpHops() throws {
    let seeds = ["me@bastion:22,[::1]:2222", "ssh://m%65;x=y@host:22/", "none", "a,b@c,ssh://d"]
    var mutator = Mutator(seed: 5)
    for _ in 0..<Self.count {
      let text = String(decoding: mutator.mutated(Array(mutator.pick(seeds).utf8)), as: UTF8.self)
      guard let hops = try? JumpHop.hops(in: text), !hops.isEmpty else { continue }
      // What was taken is taken again, as the same, when it is handed on.
      let again = hops.map(\.text).joined(separator: ",")
      if !again.contains("%"), !again.contains(";"), !again.contains("://") {
        #expect(try JumpHop.hops(in: again) == hops, "\(again)")
      }
    }
  }

  @Test func sftpReplies() throws {
    var version = WireWriter()
    version.write(byte: 2)
    version.write(uint32: 3)
    version.write(text: SFTPMessage.rename)
    version.write(text: "1")
    var handle = WireWriter()
    handle.write(byte: 102)
    handle.write(uint32: 1)
    handle.write(text: "handle")
    var statuses: [WireWriter] = []
    for id in 2..<8 {
      var status = WireWriter()
      status.write(byte: 101)
      status.write(uint32: UInt32(id))
      status.write(uint32: 0)
      status.write(text: "Success")
      status.write(text: "en")
      statuses.append(status)
    }
    var conversation = WireWriter()
    for answer in [version, handle] + statuses { conversation.write(string: answer.bytes) }
    #expect(Self.upload(conversation.bytes) == .done)
    var mutator = Mutator(seed: 6)
    for _ in 0..<Self.count { _ = Self.upload(mutator.mutated(conversation.bytes)) }
  }

  private static func upload(_ answers: [UInt8]) -> SFTPUpload.Outcome? {
    let transfer = SFTPUpload(BytesInMemory([1, 2, 3]), to: "/a", beside: "/b", mode: 0o600)
    answers.withUnsafeBytes { transfer.receive($0) }
    return transfer.outcome
  }
}
