import PlayModel
import PlayTesting
import Testing

@Suite struct HostSetTests {
  static let folded: [([HostName], String)] = [
    ([], ""),
    (["h1"], "h1"),
    (["h1", "h2"], "h[1-2]"),
    (["h1", "h2", "h4"], "h[1-2,4]"),
    (["web01", "web02", "web03", "web12"], "web[01-03,12]"),
    (["web08", "web09", "web10", "web11"], "web[08-11]"),
    (["h8", "h9", "h10", "h11"], "h[8-11]"),
    (["h08", "h9", "h10"], "h[08,9,10]"),
    (["h9", "h99", "h100"], "h[9,99-100]"),
    (["db", "web2", "web1"], "db,web[1-2]"),
    (
      ["web1.dc1.example", "web2.dc1.example", "web3.dc1.example", "web1.dc2.example", "web2.dc2.example"],
      "web[1-2].dc[1-2].example,web3.dc1.example"
    ),
    (["rack1-node1", "rack1-node2", "rack2-node1"], "rack1-node[1-2],rack2-node1"),
    (["web.dc1", "web.dc2", "lb7.dc1"], "web.dc[1-2],lb7.dc1"),
    (["a1b1", "a2b1", "a3b1"], "a[1-3]b1"),
    (["10.0.0.1", "10.0.0.2", "10.0.0.3"], "10.0.0.[1-3]"),
    (["h1", "h1", "h2"], "h[1-2]"),
    (
      ["n99999999999999999999999", "n99999999999999999999998"],
      "n99999999999999999999999,n99999999999999999999998"
    ),
    (["007", "008"], "[007-008]"),
    (["h0", "h00", "h000"], "h[0,00,000]"),
    (["r1n01", "r1n02", "r2n01", "r2n02"], "r[1-2]n[01-02]"),
    (["r1n1", "r1n2", "r2n1", "r2n2", "r3n2"], "r[1-2]n[1-2],r3n2"),
    (["a1b1c1", "a1b1c2", "a1b2c1", "a1b2c2", "a2b1c1", "a2b1c2", "a2b2c1", "a2b2c2"], "a[1-2]b[1-2]c[1-2]"),
  ]

  @Test(arguments: folded) func folds(hosts: [HostName], text: String) throws {
    #expect(HostSet(hosts).description == text)
    guard !hosts.isEmpty else { return }
    let back = try #require(HostSet(folded: text))
    #expect(Set(back.hosts) == Set(hosts))
  }

  @Test(arguments: [
    "", ",", "h[", "h]", "h[]", "h[1", "h[1-]", "h[-2]", "h[2-1]", "h[01-2]", "h[a-b]", "h[1,,2]",
    "h[1-2]x[3", "h[1-999]x[1-999]",
    "h[1-2-3]", "h1,,h2", "h[1-99999999]", "h[+1]", "h[1-2]]",
  ]) func refusesMalformedText(text: String) {
    #expect(HostSet(folded: text) == nil)
  }

  @Test(arguments: UInt64(1)...300) func readsBackWhatItFolds(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let frames = ["web", "db-", "n.dc", "x1y", ""]
    let hosts = (0..<Int.random(in: 1...40, using: &random)).map { _ -> HostName in
      let frame = frames.randomElement(using: &random) ?? ""
      let number = String(Int.random(in: 0...120, using: &random))
      let zeros = String(repeating: "0", count: Int.random(in: 0...2, using: &random))
      let suffix = Bool.random(using: &random) ? ".example\(Int.random(in: 1...3, using: &random))" : ""
      return HostName(frame + zeros + number + suffix)
    }
    let set = HostSet(hosts)
    let back = try #require(HostSet(folded: set.description))
    #expect(Set(back.hosts) == Set(hosts), "\(set)")
    #expect(back.hosts.count == set.hosts.count)
  }
}
