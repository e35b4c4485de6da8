import Foundation
import PlayModel
import Testing

@testable import PlaySSH

/// What a configuration means is what OpenSSH's own client makes of it: `ssh -G` prints that.
@Suite struct ClientConfigComparisonTests {
  /// What ssh prints; `nil` where it refuses the configuration.
  private static func openSSH(_ arguments: [String], _ host: String) -> EffectiveOptions? {
    (try? Tool.run("/usr/bin/ssh", ["-G"] + arguments + [host])).map { EffectiveOptions(printed: $0) }
  }

  private static func ours(_ file: String, _ arguments: [String], _ host: String) throws -> EffectiveOptions {
    let account = Account.current
    let local = LocalFacts(user: account.name, home: account.home)
    let config = try ClientConfig.file(file, home: account.home)
    let given = try SSHOptions(arguments: arguments)
    var question = ConfigQuestion(about: host, after: given, local: local, commands: MatchCommands())
    try question.ask(config)
    let target = ConnectionTarget(name: HostName(host), address: host, sshArguments: arguments)
    let options = try OptionResolver(config: config, local: local).options(for: target)
    return EffectiveOptions(
      options, identityFiles: question.options.identityFiles?.map(\.path), home: account.home,
      user: account.name)
  }

  private func compare(
    _ file: String, _ arguments: [String] = [], _ host: String, _ comment: @autoclosure () -> String
  ) {
    let expected = Self.openSSH(["-F", file] + arguments, host)
    let found = Result { try Self.ours(file, arguments, host) }
    switch (expected, found) {
    case (let expected?, .success(let found)):
      #expect(found == expected, "\(host) \(arguments)\n\(comment())")
    case (nil, .failure): break
    case (nil, .success): Issue.record("ssh refuses it: \(host) \(arguments)\n\(comment())")
    case (_?, .failure(let error)): Issue.record("\(error): \(host) \(arguments)\n\(comment())")
    }
  }

  @Test(arguments: 1...60)
  func generatedConfigurations(seed: Int) throws {
    let workshop = try Workshop()
    var generator = ConfigGenerator(seed: UInt64(seed), folder: workshop.path)
    let text = generator.file()
    let file = try workshop.write(text, to: "config")
    for part in generator.included { try workshop.write(part.text, to: part.name) }
    let everything = generator.included.reduce("config:\n\(text)") { "\($0)\n\($1.name):\n\($1.text)" }
    for host in ConfigGenerator.hosts { compare(file, generator.arguments(), host, everything) }
  }

  /// The generator would be of no use if ssh refused what it makes, or all came out the same.
  @Test func theGeneratorMakesSense() throws {
    let workshop = try Workshop()
    var answers: [String] = []
    for seed in 1...20 {
      var generator = ConfigGenerator(seed: UInt64(seed), folder: workshop.path)
      let file = try workshop.write(generator.file(), to: "config")
      for part in generator.included { try workshop.write(part.text, to: part.name) }
      if let answer = Self.openSSH(["-F", file], "web1") { answers.append("\(answer)") }
    }
    #expect(answers.count >= 15)
    #expect(Set(answers).count >= 12)
  }

  static let oddLines: [String] = [
    "Port 23 # comment", "Port=23", "Port = 23", "Port == 23", "=Port 23", "\"Port\" 23", "'Port' 23",
    "Port 23 24",
    "Port", "Port ", "Port 0", "Port 65536", "Port x", "Port +22", "Port ssh", "Port \"\"", "Port -1",
    "PORT 7",
    "User \"a b\"", "User 'a b'", "User a\\ b", "User a\\nb", "User \"a\\\"b\"", "User \"a", "User a'b",
    "User a#b",
    "User \"\"", "User = x", "User\t\tx\t", "User a\u{c}", "  User x", "User x\r", "User \"a\"b'c'",
    "User \\\\",
    "User a\"b c\"d", "User #x", "User x=y", "User ==x",
    "Host H\nUser a", "Host * !h\nUser a", "Host !h *\nUser a", "Host !x\nUser a", "Host \"h x\" h\nUser a",
    "Host=h\nUser=a", "Host\nUser a", "Host \"\"\nUser a", "Host h # x\nUser a", "Host ?\nUser a",
    "Host **h**\nUser a", "Host h,x\nUser a", "host h\nuser a",
    "Match host h all\nUser a", "Match all host h\nUser a", "Match host h user root all\nUser a",
    "Match host=h\nUser a", "Match host H\nUser a", "Match\nUser a", "Match host\nUser a",
    "Match foo x\nUser a",
    "Match !host x user root\nUser a", "Match !all\nUser a", "Match all # x\nUser a",
    "Match host h # x\nUser a",
    "Match final host h\nUser a", "Match canonical\nUser a", "Match !canonical\nUser a",
    "Match !final\nUser a",
    "Match host \"h\"\nUser a", "Match host h,!h\nUser a", "Match exec true\nUser a",
    "Match exec \"test %h%%%n = h%h\"\nUser a", "Match exec false\nUser a", "Match exec \"%z\"\nUser a",
    "Match host x exec \"kill -9 $$\"\nUser a", "Match exec \"kill -9 $$\"\nUser a",
    "Match user ROOT\nUser a",
    "Match originalhost h\nUser a\nMatch user a\nPort 9",
    "HostName x\nMatch host x\nUser a", "HostName x\nMatch host h\nUser a", "HostName x\nHost x\nUser a",
    "HostName x\nHost x\nUser a\nMatch final all\nPort 44", "HostName X.Y\nMatch final host x.y\nUser a",
    "Match final all\nHostName y", "HostName %h.Example.ORG", "HostName %n", "HostName %%h", "HostName 127.1",
    "HostName ::0001", "HostName 0x7f.1", "HostName 10", "HostName h%", "HostName \"\"",
    "HostName a\nHostName b",
    "HostName 1.2.3.4.5", "HostName fe80::1%lo",
    "ProxyJump none\nProxyJump b", "ProxyJump b\nProxyJump none", "ProxyCommand none\nProxyJump b",
    "ProxyJump b\nProxyCommand nc", "ProxyJump u@b:22,c",
    "UserKnownHostsFile ~/x ${HOME}/%h", "UserKnownHostsFile ${NO_SUCH_VARIABLE}/x", "UserKnownHostsFile %z",
    "UserKnownHostsFile none", "UserKnownHostsFile NONE", "UserKnownHostsFile a none",
    "UserKnownHostsFile ~root/x",
    "UserKnownHostsFile ~no-such-user/x", "UserKnownHostsFile ~", "UserKnownHostsFile a%%b",
    "UserKnownHostsFile ${HOME",
    "UserKnownHostsFile $HOME/x", "UserKnownHostsFile ~//x", "UserKnownHostsFile /x/~/y",
    "UserKnownHostsFile ${}",
    "GlobalKnownHostsFile ~/a %h", "GlobalKnownHostsFile none",
    "IdentityAgent ${NO_SUCH_VARIABLE}/x", "IdentityAgent $NO_SUCH_VARIABLE", "IdentityAgent SSH_AUTH_SOCK",
    "IdentityAgent none", "IdentityAgent ~/a/%u", "IdentityAgent $1x", "IdentityAgent $a-b",
    "IdentityFile none", "IdentityFile none\nIdentityFile a",
    "IdentityFile a\nIdentityFile a\nIdentityFile b",
    "IdentityFile a b", "IdentityFile2 z",
    "ConnectTimeout 1m30", "ConnectTimeout 0", "ConnectTimeout none\nConnectTimeout 5", "ConnectTimeout 1x",
    "ConnectTimeout -1", "ConnectTimeout 1M2S", "ConnectTimeout m", "ConnectTimeout 99999999999",
    "ConnectTimeout 1 m",
    "ServerAliveInterval 1h1s", "ServerAliveInterval none", "ServerAliveCountMax 0", "ServerAliveCountMax -1",
    "ServerAliveCountMax 1s", "StrictHostKeyChecking OFF", "StrictHostKeyChecking maybe",
    "StrictHostKeyChecking", "IdentitiesOnly TRUE", "IdentitiesOnly 1", "HostKeyAlias a b", "HostKeyAlias Ab",
    "Foo bar", "IgnoreUnknown F*,b?z\nFoo bar\nBaz x", "Foo bar\nIgnoreUnknown *", "IgnoreUnknown FOO\nfoo x",
    "Host x\nIgnoreUnknown *\nHost h\nFoo x", "Host x\nFoo bar", "IgnoreUnknown *,!foo\nFoo x",
    "IgnoreUnknown a b",
    "IgnoreUnknown *\nFoo \"x", "Protocol 2", "CompressionLevel 3", "UseRoaming no", "ProxyCommand none",
    "PubkeyAuthentication unbound", "# Port 5", " # Port 5", "#Port 5\nPort 6", "\n\n\nPort 5",
    "Port 5\n\u{0}Port 6",
    "PreferredAuthentications password,publickey", "Include", "Include \"\"", "Include /no/such/file",
    "Include /tmp",
    "Host h\n  Port 1\nHost *\n  Port 2", "Host *\n  Port 2\nHost h\n  Port 1",
  ]

  @Test(arguments: oddLines)
  func quirks(text: String) throws {
    let workshop = try Workshop()
    compare(try workshop.write(text + "\n", to: "config"), [], "h", text)
  }

  @Test(arguments: [
    ["-o", "Port=23"], ["-o", "Port 23"], ["-oPort=23", "-p", "24"], ["-p24", "-oPort=23"],
    ["-l", "a", "-o", "User=b"],
    ["-o", "Host=h"], ["-o", "Foo=1"], ["-o", "IgnoreUnknown=Foo", "-o", "Foo=1"], ["-o", "Port"],
    ["-J", "a,b"],
    ["-i", "/k", "-i", "/k"], ["-o", "User=\"a b\""], ["-vvqTx", "-o", "User= a"],
    ["-o", "StrictHostKeyChecking=no"],
    ["-o", "ProxyCommand=none", "-o", "ProxyJump=b"], ["-p", "ssh"], ["-o", "ConnectTimeout=none"],
  ])
  func arguments(_ arguments: [String]) throws {
    let workshop = try Workshop()
    compare(try workshop.write("Port 9\nUser file\nConnectTimeout 3\n", to: "config"), arguments, "h", "")
  }

  /// The user's file comes first, then the machine's; relative includes lie beside each.
  @Test func bothUsualFiles() throws {
    let workshop = try Workshop()
    let home = Account.current.home
    try FileManager.default.createDirectory(atPath: workshop.file(".ssh"), withIntermediateDirectories: true)
    try workshop.write("Include parts-*\nHost h\n  User mine\n", to: ".ssh/config")
    try workshop.write("IdentityFile ~/of-part-b\n", to: ".ssh/parts-b")
    try workshop.write("IdentityFile ~/of-part-a\nHost *\n  Port 2200\n", to: ".ssh/parts-a")
    let machines = try workshop.write(
      "Include no-such.d/*.conf\nHost *\n  User machine\n  Port 1\n  HostKeyAlias machine\n", to: "ssh_config"
    )
    var view = PrivateView()
    view.bind(workshop.path, over: home)
    view.bind(machines, over: "/etc/ssh/ssh_config")
    let printed = try Tool.run("/usr/bin/unshare", view.arguments + ["/usr/bin/ssh", "-G", "h"])
    let local = LocalFacts(user: Account.current.name, home: home)
    var users = ConfigReader(home: workshop.path, isUsers: true)
    var machine = ConfigReader(home: workshop.path, isUsers: false)
    let files = [
      users.read(workshop.path + "/.ssh/config", checksOwner: true),
      machine.read(machines, checksOwner: false),
    ].compactMap { $0 }
    #expect(files.count == 2)
    var question = ConfigQuestion(about: "h", after: SSHOptions(), local: local, commands: MatchCommands())
    try question.ask(ClientConfig(files: files))
    let found = EffectiveOptions(
      question.options, identityFiles: question.options.identityFiles?.map(\.path), home: home,
      user: local.user)
    #expect(found == EffectiveOptions(printed: printed))
    #expect(question.options.user == "mine")
    #expect(question.options.port == 2200)
  }
}
