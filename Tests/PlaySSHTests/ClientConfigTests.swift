import Foundation
import PlayModel
import Testing

@testable import PlaySSH

/// What `ssh -G` cannot show: messages with their places, what is refused, limits, and who wins.
@Suite struct ClientConfigTests {
  private let workshop: Workshop

  init() throws { workshop = try Workshop() }

  private var local: LocalFacts { LocalFacts(user: "me", home: workshop.path) }

  private func problems(_ text: String) throws -> [String] {
    let file = try workshop.write(text, to: "config")
    let error = #expect(throws: FileProblems.self) { try ClientConfig.file(file, home: workshop.path) }
    return (error?.all ?? []).map { "\($0)".replacingOccurrences(of: workshop.path + "/", with: "") }
  }

  private func options(
    _ text: String, _ change: (inout ConnectionTarget) -> Void = { _ in }
  ) throws -> SSHOptions {
    let config = try ClientConfig.file(try workshop.write(text, to: "config"), home: workshop.path)
    var target = ConnectionTarget(name: "web1", address: "web1")
    change(&target)
    return try OptionResolver(config: config, local: local).options(for: target)
  }

  private func problem(_ text: String) throws -> SSHOptionProblem {
    try #require(#expect(throws: SSHOptionProblem.self) { try options(text) })
  }

  // MARK: Messages

  @Test func everyWrongLineIsNamed() throws {
    #expect(
      try problems("Port 22\n  Port x\nHost\n\tUser \"a\nMatch fqdn x\nConnectTimeout soon\nUser a b\n") == [
        "config:2:3: Port must be a number from 1 to 65535, not x",
        "config:3:1: Host has no value",
        "config:4:2: a quote is not closed",
        "config:5:1: Match fqdn is not supported\n  supported: all, host, originalhost, user, localuser, tagged, exec, final, canonical",
        "config:6:1: ConnectTimeout must be a time such as 30 or 1m30s, not soon",
        "config:7:1: User takes one value, and b follows\n  put a value with blanks in quotes",
      ])
  }

  @Test func anUnknownKeywordNamesTheNearest() throws {
    let found = try problem("Host other\n  HostNmae x\n")
    #expect(found.text == "ssh has no option HostNmae")
    #expect(found.hint == "did you mean \"HostName\"?")
    #expect(found.position == SourcePosition(file: workshop.file("config"), line: 2, column: 3))
    #expect(try options("IgnoreUnknown HostN*\nHostNmae x\n").hostName == "web1")
  }

  @Test(arguments: [
    (
      "ProxyCommand nc %h %p",
      "ProxyCommand nc %h %p is not supported: another program would make the connection"
    ),
    ("CertificateFile none\nCertificateFile ~/c", "CertificateFile ~/c is not supported"),
    ("PKCS11Provider /p.so", "PKCS11Provider /p.so is not supported"),
    ("CanonicalizeHostname yes", "CanonicalizeHostname yes is not supported"),
    ("AddressFamily inet", "AddressFamily inet is not supported"),
    ("BindAddress 10.0.0.1", "BindAddress 10.0.0.1 is not supported"),
    ("KnownHostsCommand /k", "KnownHostsCommand /k is not supported"),
    ("RevokedHostKeys /r", "RevokedHostKeys /r is not supported"),
  ])
  func whatCannotBeHonouredIsSaid(lines: String, text: String) throws {
    let found = try problem("Host web*\n\(lines)\n")
    #expect(found.text.hasPrefix(text))
    #expect(found.hint != nil)
    #expect(found.position?.line == lines.split(separator: "\n").count + 1)
    // Not of a host that it does not concern.
    #expect(try options("Host other\n\(lines)\nHost web1\nPort 7\n").port == 7)
  }

  @Test(arguments: [
    "ProxyCommand none", "CertificateFile none", "CanonicalizeHostname no", "AddressFamily any",
    "ProxyJump b\nProxyCommand nc", "ProxyCommand none\nProxyCommand nc", "RevokedHostKeys none",
  ])
  func whatAsksForNothingIsFine(lines: String) throws {
    #expect(try options(lines + "\nPort 7\n").port == 7)
  }

  @Test func anArgumentTurnsARefusedOptionOff() throws {
    let found = try options("ProxyCommand nc\n") { $0.sshFallbackArguments = ["-o", "ProxyCommand=none"] }
    #expect(found.proxyJump == nil)
  }

  // MARK: Files

  @Test func aFileThatOthersMayWriteIsRefused() throws {
    try FileManager.default.createDirectory(atPath: workshop.file(".ssh"), withIntermediateDirectories: true)
    let file = try workshop.write("Port 5\n", to: ".ssh/config")
    for mode in [0o620, 0o602] {
      try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: file)
      let error = #expect(throws: FileProblems.self) { try ClientConfig.usual(home: workshop.path) }
      #expect(error?.all.first?.description.contains("others may write this file") == true)
      #expect(error?.all.first?.position.file == file)
    }
    // With -F the user answers for the file; ssh looks only at what it includes.
    #expect(try ClientConfig.file(file, home: workshop.path).files.count == 1)
    try workshop.write("Include \(file)\n", to: "config")
    #expect(throws: FileProblems.self) { try ClientConfig.file(workshop.file("config"), home: workshop.path) }
  }

  @Test func anotherUsersFileIsRefused() throws {
    try FileManager.default.createDirectory(atPath: workshop.file(".ssh"), withIntermediateDirectories: true)
    let file = try workshop.write("Port 5\n", to: ".ssh/config")
    #expect(chown(file, 64001, 64001) == 0)
    #expect(throws: FileProblems.self) { try ClientConfig.usual(home: workshop.path) }
  }

  @Test func aFileNamedByHandMustExist() throws {
    let error = #expect(throws: FileProblems.self) {
      try ClientConfig.file("/no/such/config", home: workshop.path)
    }
    #expect(error?.all.first?.description.hasPrefix("/no/such/config: there is no such file") == true)
    #expect(try ClientConfig.file("none", home: workshop.path).files.isEmpty)
  }

  @Test func aFileThatIncludesItselfIsSaidOnce() throws {
    let file = workshop.file("config")
    try workshop.write("Include \(file) \(file)\nInclude \(workshop.path)/conf*\n", to: "config")
    let error = #expect(throws: FileProblems.self) { try ClientConfig.file(file, home: workshop.path) }
    #expect(error?.all.map(\.message) == ["includes go deeper than 16 files"])
  }

  @Test func aProblemOfAnIncludedFileNamesThatFile() throws {
    try FileManager.default.createDirectory(atPath: workshop.file(".ssh"), withIntermediateDirectories: true)
    try workshop.write("# one\nPort x\n", to: ".ssh/more")
    #expect(
      try problems("Include more\n") == [".ssh/more:2:1: Port must be a number from 1 to 65535, not x"])
  }

  // MARK: Who wins

  @Test func theOrderIsThatOfAnsiblesCommandLine() throws {
    let file = "User file\nPort 1\nConnectTimeout 1\nIdentityFile /file\nStrictHostKeyChecking accept-new\n"
    let plain = try options(file)
    #expect(plain.user == "file")
    #expect(plain.port == 1)
    #expect(plain.connectTimeout == .seconds(1))
    #expect(plain.hostKeyPolicy == .acceptNew)
    let common = try options(file) { $0.sshFallbackArguments = ["-l", "common", "-o", "Port=2"] }
    #expect(common.user == "common")
    #expect(common.port == 2)
    let variables = try options(file) {
      $0.sshFallbackArguments = ["-l", "common", "-o", "Port=2", "-o", "ConnectTimeout=2"]
      $0.user = "variable"
      $0.port = 3
      $0.keyFiles = ["/variable"]
      $0.connectDeadline = .milliseconds(300)
      $0.hostKeyPolicy = .off
    }
    #expect(variables.user == "variable")
    #expect(variables.port == 3)
    #expect(variables.connectTimeout == .milliseconds(300))
    #expect(variables.hostKeyPolicy == .off)
    #expect(variables.identityFiles?.map(\.path) == ["/variable", "/file"])
    #expect(variables.identityFiles?.map(\.isRequired) == [true, false])
    let first = try options(file) {
      $0.sshArguments = ["-l", "first", "-p", "4", "-i", "/first"]
      $0.user = "variable"
      $0.port = 3
      $0.keyFiles = ["/variable"]
    }
    #expect(first.user == "first")
    #expect(first.port == 4)
    #expect(first.identityFiles?.map(\.path) == ["/first", "/variable", "/file"])
  }

  @Test func hostPatternsAreComparedWithTheAddress() throws {
    let file = "Host web1\n  User name\nHost 10.0.0.7\n  User address\n"
    #expect(try options(file).user == "name")
    #expect(try options(file) { $0.address = "10.0.0.7" }.user == "address")
  }

  @Test func aHostsOwnFileTakesTheOthersPlace() throws {
    let own = try workshop.write("User own\n", to: "own")
    #expect(try options("User file\nPort 5\n") { $0.sshFallbackArguments = ["-F", own] }.user == "own")
    #expect(try options("User file\nPort 5\n") { $0.sshArguments = ["-F", own] }.port == nil)
    #expect(try options("Port 5\n") { $0.sshFallbackArguments = ["-F", "none"] }.port == nil)
    let wrong = try workshop.write("Port x\n", to: "wrong")
    let error = #expect(throws: SSHOptionProblem.self) {
      try options("") { $0.sshFallbackArguments = ["-F", wrong] }
    }
    #expect(error?.position == SourcePosition(file: wrong, line: 1, column: 1))
  }

  @Test func tokensAreReplacedInEveryPath() throws {
    let found = try options(
      """
      HostName %h.example.org
      Port 2200
      User deploy
      HostKeyAlias shop
      IdentityFile ~/.ssh/%r@%h:%p-%n-%u-%k
      IdentityAgent %d/agent
      ProxyJump jump-%n:22

      """)
    #expect(found.hostName == "web1.example.org")
    #expect(
      found.identityFiles?.map(\.path) == [
        "\(workshop.path)/.ssh/deploy@web1.example.org:2200-web1-me-shop"
      ])
    #expect(found.identityAgent == "\(workshop.path)/agent")
    #expect(found.proxyJump == "jump-web1:22")
    #expect(
      try problem("IdentityFile ~/%z\n").text == "%z in \(workshop.path)/%z is no token that may stand there")
  }

  // MARK: Match exec

  @Test func aCommandRunsOnceForAllHosts() throws {
    let count = workshop.file("count")
    let file = try workshop.write("Match exec \"echo x >> \(count)\"\n  Port 7\n", to: "config")
    let resolver = OptionResolver(config: try ClientConfig.file(file, home: workshop.path), local: local)
    for name in ["a", "b", "c"] {
      let target = ConnectionTarget(name: HostName(name), address: name)
      #expect(resolver.mayBlock(for: target))
      #expect(try resolver.options(for: target).port == 7)
    }
    #expect(try workshop.text(of: "count") == "x\n")
  }

  @Test func aCommandThatHangsIsEnded() throws {
    let commands = MatchCommands(deadline: .milliseconds(100))
    let error = #expect(throws: SSHOptionProblem.self) { try commands.succeeds("sleep 1000; true") }
    #expect(error?.text.contains("did not end within") == true)
    #expect(throws: SSHOptionProblem.self) { try commands.succeeds("kill -9 $$") }
    #expect(try commands.succeeds("exit 0"))
    #expect(try !commands.succeeds("exit 3"))
  }

  @Test func aCommandIsNotRunWhenSomethingBeforeItDoesNotHold() throws {
    let mark = workshop.file("mark")
    let text = "Match host other exec \"touch \(mark)\"\nPort 7\n"
    #expect(try options(text).port == nil)
    #expect(!FileManager.default.fileExists(atPath: mark))
  }
}
