import Testing

@testable import PlaySSH

@Suite struct JumpHopTests {
  @Test(arguments: [
    ("bastion", "bastion"), ("me@bastion:2222", "me@bastion:2222"), ("a@b@c", "a@b@c"),
    ("[fe80::1%eth0]:22", "[fe80::1%eth0]:22"), ("me@[::1]", "me@[::1]"), ("ssh://bastion", "bastion"),
    ("ssh://me@bastion:2200/", "me@bastion:2200"), ("ssh://m%65;fingerprint=x@bastion", "me@bastion"),
    ("one, two:23 ,ssh://three", "one,two:23,three"), ("None", ""),
  ])
  func whatSSHTakes(_ value: String, _ expected: String) throws {
    #expect(try JumpHop.hops(in: value).map(\.text).joined(separator: ",") == expected)
  }

  @Test(arguments: [
    "", "a,,b", "a,", "@host", "me@", "host:", "host:0", "host:65536", "host:ssh", "[::1", "[]", "[::1]x",
    "::1",
    "ssh://", "ssh://@h", "ssh://%zz@h", "ssh://host/path", "-oProxyCommand=x", "a b",
  ])
  func whatSSHRefuses(_ value: String) {
    #expect(throws: SSHOptionProblem.self) { try JumpHop.hops(in: value) }
  }
}
