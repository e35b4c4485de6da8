import Foundation
import PlayModel
import Testing

@testable import PlaySSH

@Suite struct UploadTests {
  /// SFTP; none; one whose program is missing; one that cannot replace files.
  static let roads: [String?] = [
    "internal-sftp", nil, "/nonexistent/sftp-server", "internal-sftp -P posix-rename", "/bin/cat",
  ]

  private func receiver(_ host: any RemoteHost) throws -> any FileReceiver {
    try #require(host as? any FileReceiver)
  }

  private func mode(_ path: String) throws -> Int {
    let attributes = try FileManager.default.attributesOfItem(atPath: path)
    return try #require(attributes[.posixPermissions] as? Int)
  }

  @Test(arguments: Self.roads.dropLast())
  func aFileArrivesWithItsBytesAndMode(_ sftp: String?) async throws {
    let server = try SSHServer(sftp: sftp)
    let host = try receiver(try await server.connect())
    let folder = try Self.folder(server, "fine 'folder' \"here\"")
    let path = folder + "/a file; $(touch no)"
    let bytes = (0..<(3 << 20) + 17).map { UInt8(truncatingIfNeeded: $0 &* 31 ^ $0 >> 7) }
    for (content, permissions) in [(bytes, 0o640), ([], 0o4755), (Array("new\n".utf8), 0o600)] {
      try await host.upload(FileUpload(.bytes(content), to: path, mode: permissions))
      #expect(FileManager.default.contents(atPath: path).map { [UInt8]($0) } == content)
      #expect(try mode(path) == permissions)
    }
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["a file; $(touch no)"])
    await host.close()
  }

  @Test(arguments: Self.roads.dropLast())
  func aFailureLeavesWhatWasThereAndNothingElse(_ sftp: String?) async throws {
    let server = try SSHServer(sftp: sftp)
    let host = try receiver(try await server.connect())
    let folder = try Self.folder(server, "folder")
    try FileManager.default.createDirectory(
      atPath: folder + "/taken/inside", withIntermediateDirectories: true)
    let cases = [
      (folder + "/missing/file", "missing"), (folder + "/taken", "taken"), ("relative", "not absolute"),
      (folder + "/", "names a folder"), (folder + "/zero\0", "zero byte"),
    ]
    for (path, words) in cases {
      let failure = try await hostFailure {
        try await host.upload(FileUpload(.bytes([1, 2, 3]), to: path, mode: 0o600))
      }
      #expect(failure.reason == .uploadFailed)
      #expect(failure.detail.contains(words), "\(failure)")
    }
    let gone = try await hostFailure {
      try await host.upload(FileUpload(.file(path: folder + "/none"), to: folder + "/x", mode: 0o600))
    }
    #expect(gone.detail.hasSuffix("none: No such file or directory"))
    #expect(
      try FileManager.default.subpathsOfDirectory(atPath: folder).sorted() == ["taken", "taken/inside"])
    #expect(try await host.run(RemoteCommand("echo on")).outputText == "on\n")
    await host.close()
  }

  @Test(arguments: Self.roads.prefix(2))
  func aHundredMegabytesArriveWhole(_ sftp: String?) async throws {
    let server = try SSHServer(sftp: sftp)
    let host = try receiver(try await server.connect())
    let source = server.workshop.file("big")
    try Tool.run("/bin/sh", ["-c", "head -c \(100 << 20) /dev/urandom > \(source)"])
    let path = server.workshop.file("arrived")
    try await host.upload(FileUpload(.file(path: source), to: path, mode: 0o644))
    try Tool.run("/usr/bin/cmp", [source, path])
    await host.close()
  }

  @Test(arguments: Self.roads.prefix(2))
  func theOwnerIsSet(_ sftp: String?) async throws {
    let server = try SSHServer(sftp: sftp)
    let host = try receiver(try await server.connect())
    let path = server.workshop.file("owned")
    try await host.upload(FileUpload(.bytes([7]), to: path, mode: 0o4750, owner: "nobody:daemon"))
    let attributes = try FileManager.default.attributesOfItem(atPath: path)
    #expect(attributes[.ownerAccountName] as? String == "nobody")
    #expect(attributes[.groupOwnerAccountName] as? String == "daemon")
    #expect(try mode(path) == 0o4750)
    let failure = try await hostFailure {
      try await host.upload(FileUpload(.bytes([8]), to: path, mode: 0o600, owner: "no-such-user"))
    }
    #expect(failure.reason == .uploadFailed)
    #expect(failure.detail.contains("no-such-user"))
    #expect(FileManager.default.contents(atPath: path) == Data([7]))
    await host.close()
  }

  @Test func anotherUsersFileGoesThroughSudo() async throws {
    let workshop = try Workshop()
    let server = try SSHServer(view: try Accounts.view(in: workshop), in: workshop)
    let host = try receiver(try await server.connect { $0.user = "deploy" })
    let path = try Self.folder(server, "root's") + "/file"
    let become = Become(password: Secret("correct horse"))
    try await host.upload(FileUpload(.bytes([1, 0, 2]), to: path, mode: 0o600, become: become))
    #expect(FileManager.default.contents(atPath: path) == Data([1, 0, 2]))
    let refused = try await hostFailure {
      try await host.upload(FileUpload(.bytes([3]), to: path, mode: 0o600))
    }
    #expect(refused.detail.contains("permission denied"), "\(refused)")
    await host.close()
  }

  @Test func anSFTPThatSpeaksSomethingElseIsAnError() async throws {
    let server = try SSHServer(sftp: "/bin/cat")
    let host = try receiver(try await server.connect())
    let failure = try await hostFailure {
      try await host.upload(FileUpload(.bytes([1]), to: server.workshop.file("x"), mode: 0o600))
    }
    #expect(failure.detail.hasSuffix("it does not speak SFTP"))
    await host.close()
  }

  @Test func aFileThatBecomesShorterIsAnError() throws {
    let workshop = try Workshop()
    let source = workshop.file("shrinking")
    try Data(repeating: 1, count: 1 << 20).write(to: URL(fileURLWithPath: source))
    let file = try LocalFile(path: source)
    _ = try file.next(upTo: 1000)
    truncate(source, 10)
    #expect(throws: ByteSourceProblem.self) { try file.next(upTo: 1000) }
  }

  @Test func aFileIsReadNoFasterThanTheServerAnswers() throws {
    let workshop = try Workshop()
    let source = workshop.file("big")
    try Tool.run("/usr/bin/truncate", ["-s", "64M", source])
    let file = try LocalFile(path: source)
    let transfer = SFTPUpload(file, to: "/x", beside: "/y", mode: 0o600)
    var version = WireWriter()
    version.write(byte: 2)
    version.write(uint32: 3)
    version.write(text: SFTPMessage.rename)
    version.write(text: "1")
    var handle = WireWriter()
    handle.write(byte: 102)
    handle.write(uint32: 1)
    handle.write(text: "h")
    var sent = 0
    for answer in [version, handle] {
      var framed = WireWriter()
      framed.write(string: answer.bytes)
      framed.bytes.withUnsafeBytes { transfer.receive($0) }
      transfer.refill()
      sent += transfer.outbound.count
      transfer.outbound = []
    }
    #expect(file.position == 1 << 20)
    #expect(sent > file.position)
    for id in 2..<12 {
      var status = WireWriter()
      status.write(byte: 101)
      status.write(uint32: UInt32(id))
      status.write(uint32: 0)
      var framed = WireWriter()
      framed.write(string: status.bytes)
      framed.bytes.withUnsafeBytes { transfer.receive($0) }
    }
    #expect(file.position == (1 << 20) + 10 * 32 * 1024)
  }

  private static func folder(_ server: SSHServer, _ name: String) throws -> String {
    let path = server.workshop.file(name)
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    return path
  }
}
