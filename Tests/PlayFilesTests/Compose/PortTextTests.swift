import PlayModel
import Testing

@testable import PlayFiles

@Suite struct PortTextTests {
  /// The specification's examples, and the engine's other forms.
  private static let mappings: [(String, [PortMapping])] = [
    ("3000", [PortMapping(containerPort: 3000)]),
    ("3000-3001", [PortMapping(containerPort: 3000), PortMapping(containerPort: 3001)]),
    ("8000:8000", [PortMapping(hostPorts: 8000...8000, containerPort: 8000)]),
    (
      "9090-9091:8080-8081",
      [
        PortMapping(hostPorts: 9090...9090, containerPort: 8080),
        PortMapping(hostPorts: 9091...9091, containerPort: 8081),
      ]
    ),
    ("8000-9000:80", [PortMapping(hostPorts: 8000...9000, containerPort: 80)]),
    (
      "127.0.0.1:8001:8001",
      [PortMapping(hostAddress: "127.0.0.1", hostPorts: 8001...8001, containerPort: 8001)]
    ),
    ("127.0.0.1::80", [PortMapping(hostAddress: "127.0.0.1", containerPort: 80)]),
    (
      "127.0.0.1:5000-5001:5000-5001",
      [
        PortMapping(hostAddress: "127.0.0.1", hostPorts: 5000...5000, containerPort: 5000),
        PortMapping(hostAddress: "127.0.0.1", hostPorts: 5001...5001, containerPort: 5001),
      ]
    ),
    ("::1:6000:6000", [PortMapping(hostAddress: "::1", hostPorts: 6000...6000, containerPort: 6000)]),
    ("[::1]:6001:6001", [PortMapping(hostAddress: "::1", hostPorts: 6001...6001, containerPort: 6001)]),
    ("6060:6060/udp", [PortMapping(hostPorts: 6060...6060, containerPort: 6060, transport: .udp)]),
    ("5000:5000/SCTP", [PortMapping(hostPorts: 5000...5000, containerPort: 5000, transport: .sctp)]),
    ("0:80", [PortMapping(containerPort: 80)]),
    (":80", [PortMapping(containerPort: 80)]),
  ]

  @Test(arguments: mappings)
  func reads(_ text: String, _ expected: [PortMapping]) throws {
    #expect(try PortText.parse(text) == expected)
  }

  private static let faults: [(String, String)] = [
    ("", "`` names no container port"), ("8080:", "`8080:` names no container port"),
    ("8080:80/http", "`http` is not a port protocol"), ("abc:80", "`abc` is not a host port (in `abc:80`)"),
    ("x", "`x` is not a container port"), ("80:0", "the container port `0` is not between 1 and 65535"),
    ("65536:80", "the host port `65536` is not between 1 and 65535"),
    ("8001-8000:80", "the host port range `8001-8000` runs backwards"),
    ("1-2:1-3", "the port ranges in `1-2:1-3` differ in length: 2 host ports for 3 container ports"),
    ("host:80:80", "`host` is not an IP address"), ("1.2.3:80:80", "`1.2.3` is not an IP address"),
    ("+80:80", "`+80` is not a host port (in `+80:80`)"),
    ("80:8 0", "`8 0` is not a container port (in `80:8 0`)"),
  ]

  @Test(arguments: faults)
  func refuses(_ text: String, _ message: String) throws {
    let fault = #expect(throws: ValueFault.self) { try PortText.parse(text) }
    #expect(fault?.message == message)
  }
}
