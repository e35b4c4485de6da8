import PlayModel
import Testing

@testable import PlayFiles

@Suite struct HostNamesTests {
  @Test(
    arguments: [
      ("web1", "web1", nil), ("web1:22", "web1", 22), ("10.0.0.1:2222", "10.0.0.1", 2222),
      ("[fe80::1]:22", "fe80::1", 22),
      ("fe80::1", "fe80::1", nil), ("w[1:3]:22", "w[1:3]", 22), ("[web1]:22", "web1", 22),
      ("[1:2]:22", "1", 2),
      ("::", "::", nil), ("::ffff:1.2.3.4", "::ffff:1.2.3.4", nil),
      ("1:2:3:4:5:6:7:8", "1:2:3:4:5:6:7:8", nil),
      ("fe80::[1:f]", "fe80::[1:f]", nil), ("a_b-c.d", "a_b-c.d", nil),
    ] as [(String, String, Int?)])
  func addressesAreTakenApart(text: String, host: String, port: Int?) {
    let address = HostAddress(text, allowRanges: true)
    #expect(address?.host == host)
    #expect(address?.port == port)
  }

  @Test(arguments: [
    "", ":", "a:", "a:b", "-a", "a-", "a_", "a..b", ".a", "a b", "a[1]", "a[1:]", "a[x:1]", "1:2:3",
    "fe80::1::2", "a]",
    "12345::", "[]:22", "a:99999999999999999999", "1:2:3:4:5:6:7:8:9", "::1.2.3", "a[aa:b]", "*", "web*",
  ])
  func otherTextsAreNone(text: String) {
    #expect(HostAddress(text, allowRanges: true) == nil)
  }

  @Test func rangesCanBeRefused() {
    #expect(HostAddress("w[1:2]", allowRanges: false) == nil)
    #expect(HostAddress("w1", allowRanges: false) != nil)
  }

  @Test(arguments: [
    ("w[1:3]", ["w1", "w2", "w3"]), ("w[01:03:2]", ["w01", "w03"]), ("[a:c]x", ["ax", "bx", "cx"]),
    ("n[1:2]-[a:b]", ["n1-a", "n1-b", "n2-a", "n2-b"]), ("w[:2]", ["w0", "w1", "w2"]),
    ("w[5:1:-2]", ["w5", "w3"]),
    ("w[3:1]", []), ("[y:B]", ["y", "z", "A", "B"]), ("w[08:10]", ["w08", "w09", "w10"]),
    ("plain", ["plain"]),
    ("w[1:10:4]", ["w1", "w5", "w9"]), ("a]1:2[b", ["a1b", "a2b"]), ("[a:c:9]", ["a"]),
  ])
  func rangesExpand(pattern: String, expected: [String]) throws {
    #expect(try HostRange.expand(pattern) == expected)
  }

  @Test(arguments: [
    "w[1:9999999]", "w[0:999][0:999]", "w[0:9223372036854775807]", "w[a:z:0]", "w[1:2:x]", "w|[1:2]", "w[",
    "w[]", "w[1:2:3:4]",
  ])
  func wrongRangesAreRefused(pattern: String) {
    #expect(throws: HostRange.Failure.self) { try HostRange.expand(pattern) }
  }
}
