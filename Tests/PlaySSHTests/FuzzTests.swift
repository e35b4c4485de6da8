import Foundation
import NIOCore
import PlayModel
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

  /// Frames between processes that share connections: whole, cut and damaged.
  @Test func sharingFrames() throws {
    let command = try JSONEncoder().encode(SharedCommand(RemoteCommand("echo", stdin: [1, 2, 3])))
    let frames: [SharingFrame] = [
      .hello, .welcome, .request(Array(command)), .input(Array("abc".utf8)), .input([]), .go,
      .stdout([0, 255]), .stderr([7]), .done(Array("{\"exited\":{\"_0\":3}}".utf8)), .failed([]), .gone, .end,
    ]
    var whole = ByteBuffer()
    for frame in frames { frame.write(to: &whole) }
    let bytes = Array(whole.readableBytesView)
    for cut in 0...bytes.count {
      var (first, found) = (ByteBuffer(bytes: bytes[..<cut]), [SharingFrame]())
      while let frame = try SharingFrame.read(from: &first) { found.append(frame) }
      first.writeBytes(bytes[cut...])
      while let frame = try SharingFrame.read(from: &first) { found.append(frame) }
      #expect(found == frames)
    }
    var mutator = Mutator(seed: 12)
    for _ in 0..<Self.count {
      var buffer = ByteBuffer(bytes: mutator.mutated(bytes))
      while let frame = try? SharingFrame.read(from: &buffer) {
        guard case .request(let bytes) = frame,
          let request = try? JSONDecoder().decode(SharedCommand.self, from: Data(bytes))
        else { continue }
        _ = request.command(input: [1, 2, 3])
      }
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

  /// What is found once a passphrase has opened the file, and the headers that say how to open it.
  @Test func encryptedKeyFiles() throws {
    let workshop = try Workshop()
    try Tool.run("/usr/bin/openssl", ["genpkey", "-algorithm", "ed25519", "-out", workshop.file("plain")])
    try Tool.run(
      "/usr/bin/openssl",
      [
        "pkcs8", "-topk8", "-in", workshop.file("plain"), "-passout", "pass:secret", "-v2", "aes-128-cbc",
        "-iter",
        "1", "-out", workshop.file("pkcs8"),
      ])
    try workshop.makeKey("pem", type: "ecdsa", format: "PEM", passphrase: "secret")
    let seeds = try ["pkcs8", "pem"].map { try workshop.text(of: $0) }
    let passphrase = Array("secret".utf8)
    for seed in seeds { #expect(try KeyFile(text: seed).privateKey(passphrase: passphrase).publicKey != nil) }
    var mutator = Mutator(seed: 7)
    for round in 0..<Self.count {
      let armor = try KeyArmor(text: seeds[round % 2])
      var headers = armor.headers.map { "\($0.key): \($0.value)\n" }.joined()
      var body = armor.body
      if round % 8 == 1 {
        headers = String(decoding: mutator.mutated(Array(headers.utf8)), as: UTF8.self)
      } else {
        body = mutator.mutated(body)
      }
      let text =
        "-----BEGIN \(armor.label)-----\n\(headers)\n\(Data(body).base64EncodedString())\n"
        + "-----END \(armor.label)-----\n"
      // The one iteration, INTEGER 1; damage may ask for millions, which would only cost time.
      if armor.headers.isEmpty, body.firstRange(of: [2, 1, 1]) == nil { continue }
      _ = try? KeyFile(text: text).privateKey(passphrase: passphrase).publicKey
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
    var failure = WireWriter()
    failure.write(byte: 51)
    failure.write(text: "publickey,password")
    failure.write(byte: 1)
    var refusal = WireWriter()
    refusal.write(byte: 92)
    refusal.write(uint32: 0)
    refusal.write(uint32: 2)
    refusal.write(text: "Connection refused")
    var goodbye = WireWriter()
    goodbye.write(byte: 1)
    goodbye.write(uint32: 2)
    goodbye.write(text: "Too many authentication failures")
    var signed = WireWriter()
    signed.write(string: [UInt8](repeating: 3, count: 32))
    signed.write(byte: 50)
    for text in ["root", "ssh-connection", "publickey"] { signed.write(text: text) }
    signed.write(byte: 1)
    signed.write(text: "rsa-sha2-512")
    #expect(AuthenticationRequest.algorithm(in: signed.bytes) == "rsa-sha2-512")
    let messages = [request, failure, refusal, goodbye].map(\.bytes)
    var mutator = Mutator(seed: 4)
    for _ in 0..<Self.count {
      _ = AuthenticationRequest.algorithm(in: mutator.mutated(signed.bytes))
      let words = String(decoding: mutator.mutated(Array(mutator.pick(seeds).utf8)), as: UTF8.self)
      _ = try? SSHOptions(arguments: words.split(separator: " ").map(String.init))
      var notices = ServerNotices()
      mutator.mutated(mutator.pick(messages)).withUnsafeBytes { notices.note($0) }
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

  /// What sudo, or something in its place, says before the command: it must never be taken for the command's
  /// own, and the password must be given once at most.
  @Test func sudosWords() {
    let become = Become(user: "root", password: Secret("correct horse"))
    let (prompt, mark) = ("[swiftplay-n] password:", "[swiftplay-n] begins\n")
    let seeds = [
      "lecture\n\(prompt)\(mark)err", "\(prompt)sorry\n\(prompt)", "sudo: no\n", "\(mark)\(prompt)",
    ]
    var mutator = Mutator(seed: 8)
    for _ in 0..<Self.count {
      var escalation = Escalation(become, nonce: "n")
      var rest = mutator.mutated(Array(mutator.pick(seeds).utf8))[...]
      let isMarked = rest.firstRange(of: Array(mark.utf8)) != nil
      var answers = 0
      while !rest.isEmpty {
        let piece = rest.prefix(1 + mutator.below(12))
        rest = rest.dropFirst(piece.count)
        if case .answer = escalation.heard(Array(piece)) { answers += 1 }
      }
      #expect(answers <= 1)
      #expect(!escalation.isPassed || isMarked)
      #expect((escalation.failure(on: "h", stderr: []) == nil) == escalation.isPassed)
    }
  }

  @Test func answersToHTTPChecks() throws {
    let seeds = [
      "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nok\n",
      "HTTP/1.1 503 No\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nno\r\n0\r\nTrailer: x\r\n\r\n",
      "HTTP/1.0 200 OK\r\n\r\nuntil the end", "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 204 No Content\r\n\r\n",
      "HTTP/1.1 101 Switching Protocols\r\nUpgrade: h2c\r\nConnection: Upgrade\r\n\r\nx",
    ]
    var mutator = Mutator(seed: 9)
    for _ in 0..<Self.count {
      let exchange = try HTTPExchange(path: "/", hostHeader: "h", headers: [:])
      let text = mutator.mutated(Array(mutator.pick(seeds).utf8))
      let half = mutator.below(text.count)
      text[..<half].withUnsafeBytes { exchange.receive($0) }
      text[half...].withUnsafeBytes { exchange.receive($0) }
      exchange.receiveEnd()
      #expect(exchange.answer != nil)
      exchange.end()
    }
  }

  /// With the rounds of `make fuzz` at every byte of a whole exchange, else at some.
  @Test func cutsAtEveryByte() async throws {
    let isWhole = Self.count >= 100_000
    try await WireTests.cut(at: Array(stride(from: 1, through: 4200, by: isWhole ? 1 : 211)))
  }

  private static func upload(_ answers: [UInt8]) -> SFTPUpload.Outcome? {
    let transfer = SFTPUpload(BytesInMemory([1, 2, 3]), to: "/a", beside: "/b", mode: 0o600)
    answers.withUnsafeBytes { transfer.receive($0) }
    return transfer.outcome
  }
}
