import Foundation
import PlayModel
import Testing

@testable import PlayFiles

@Suite struct HostConnectionTests {
  private func connection(
    _ variables: String, defaults: ConnectionDefaults = ConnectionDefaults(),
    render: @escaping (Value, SourcePosition) throws(FileProblem) -> Value = { value, _ in value }
  ) throws -> HostConnection {
    let lines = variables.split(separator: "\n").map { "      \($0)\n" }.joined()
    let folder = try TemporaryFolder(["h.yml": "all:\n  hosts:\n    h1:\n\(lines)"])
    let inventory = try InventoryLoader(directory: folder.path).load(["h.yml"])
    return try HostConnection(
      host: try #require(inventory.host("h1")), in: inventory, defaults: defaults, render: render)
  }

  @Test func withoutVariablesTheNameIsTheAddress() throws {
    let target = try connection("").target
    #expect(target.address == "h1")
    #expect(target.port == nil)
    #expect(target.user == nil)
    #expect(target.hostKeyPolicy == nil)
    #expect(target.connectDeadline == nil)
    #expect(try connection("").become == nil)
  }

  @Test func everyVariableArrives() throws {
    let made = try connection(
      """
      ansible_host: 10.0.0.1
      ansible_port: "2222"
      ansible_user: deploy
      ansible_password: 1234
      ansible_private_key_file: ~/.ssh/key
      ansible_ssh_args: -o A=1
      ansible_ssh_common_args: '-J "bastion host"'
      ansible_ssh_extra_args: -v
      ansible_host_key_checking: no
      ansible_ssh_timeout: 7
      ansible_become: "yes"
      ansible_become_user: svc
      ansible_become_password: hunter22
      """)
    #expect(made.target.address == "10.0.0.1")
    #expect(made.target.port == 2222)
    #expect(made.target.user == "deploy")
    #expect(made.target.password?.reveal() == "1234")
    #expect(made.target.keyFiles == [NSHomeDirectory() + "/.ssh/key"])
    #expect(made.target.sshArguments == ["-o", "A=1"])
    #expect(made.target.sshFallbackArguments == ["-J", "bastion host", "-v"])
    #expect(made.target.hostKeyPolicy == .off)
    #expect(made.target.connectDeadline == .seconds(7))
    #expect(made.become == Become(user: "svc", password: Secret("hunter22")))
  }

  @Test(arguments: [
    ("ansible_host: a\nansible_ssh_host: b", \ConnectionTarget.address, "b"),
    ("ansible_ssh_host: b\nansible_host: ~", \ConnectionTarget.address, "b"),
  ])
  func theLastSpellingCounts(
    variables: String, path: KeyPath<ConnectionTarget, String> & Sendable, expected: String
  ) throws {
    #expect(try connection(variables).target[keyPath: path] == expected)
  }

  @Test func oldSpellingsWork() throws {
    let made = try connection(
      """
      ansible_ssh_port: 23
      ansible_ssh_user: u
      ansible_ssh_pass: p1
      ansible_ssh_password: p2
      ansible_ssh_private_key_file: /k
      ansible_become: true
      ansible_become_pass: b1
      ansible_sudo_pass: b2
      ansible_sudo_user: s
      ansible_timeout: 9
      """)
    #expect(made.target.port == 23)
    #expect(made.target.user == "u")
    #expect(made.target.password?.reveal() == "p2")
    #expect(made.target.keyFiles == ["/k"])
    #expect(made.become == Become(user: "s", password: Secret("b2")))
    #expect(made.target.connectDeadline == .seconds(9))
  }

  @Test func variablesWinOverTheCommandLine() throws {
    let defaults = ConnectionDefaults(
      user: "cli", keyFiles: ["/cli"], password: Secret("cli"), become: true, becomeUser: "cli",
      becomePassword: Secret("cli"), hostKeyPolicy: .acceptNew, knownHostsFiles: ["/known"],
      connectDeadline: .seconds(3),
      sshCommonArguments: ["-x"], sshExtraArguments: ["-v"])
    let plain = try connection("", defaults: defaults)
    #expect(plain.target.user == "cli")
    #expect(plain.target.keyFiles == ["/cli"])
    #expect(plain.target.hostKeyPolicy == .acceptNew)
    #expect(plain.target.knownHostsFiles == ["/known"])
    #expect(plain.target.connectDeadline == .seconds(3))
    #expect(plain.target.sshArguments == [])
    #expect(plain.target.sshFallbackArguments == ["-x", "-v"])
    #expect(plain.become == Become(user: "cli", password: Secret("cli")))
    let own = try connection(
      "ansible_user: own\nansible_password: own\nansible_become: false\nansible_ssh_common_args: ''",
      defaults: defaults)
    #expect(own.target.user == "own")
    #expect(own.target.password?.reveal() == "own")
    #expect(own.become == nil)
    #expect(own.target.sshFallbackArguments == ["-v"])
  }

  @Test(arguments: [
    ("ansible_port: 0", "from 1 to 65535"), ("ansible_port: [22]", "from 1 to 65535"),
    ("ansible_port: 70000", "65535"),
    ("ansible_host: 5", "must be a text"), ("ansible_host: ''", "is empty"),
    ("ansible_become: maybe", "true or false"),
    ("ansible_host_key_checking: {a: 1}", "true or false"), ("ansible_connection: local", "SSH only"),
    ("ansible_become_method: su", "sudo"), ("ansible_become_flags: -H", "not supported"),
    ("ansible_ssh_common_args: '\"x'", "split"),
    ("ansible_ssh_timeout: soon", "whole number"), ("ansible_password: [secret-word]", "must be a text"),
  ])
  func wrongValuesNameTheirPlace(variables: String, message: String) throws {
    let error = #expect(throws: FileProblems.self) { try connection(variables) }
    let found = try #require(error?.all.first)
    #expect(found.position == SourcePosition(file: "h.yml", line: 4, column: 7))
    #expect(found.description.contains(message), "\(found)")
    #expect(!found.description.contains("secret-word"))
  }

  @Test func allProblemsComeAtOnce() throws {
    let error = #expect(throws: FileProblems.self) {
      try connection("ansible_port: x\nansible_user: []\nansible_become: 7")
    }
    #expect(error?.all.count == 3)
  }

  @Test func templatesAreRenderedFirst() throws {
    let made = try connection("ansible_host: '{{ ip }}'\nansible_user: !unsafe '{{ x }}'") { value, _ in
      value == "{{ ip }}" ? "10.9.9.9" : value
    }
    #expect(made.target.address == "10.9.9.9")
    #expect(made.target.user == "{{ x }}")
    let error = #expect(throws: FileProblems.self) {
      try connection("ansible_host: '{{ ip }}'") { (_, position) throws(FileProblem) in
        throw FileProblem(at: position, "ip is undefined")
      }
    }
    #expect(error?.all.map(\.description) == ["h.yml:4:7: ip is undefined"])
  }
}
