import PlayModel

/// Compose's short port syntax: `[[IP:]HOST[-END]:]CONTAINER[-END][/PROTOCOL]`.
///
/// The rules are those of docker/go-connections' `nat.ParsePortSpec`: ranges on both sides have one length
/// and pair up; a range for one container port lets the engine choose in it.
enum PortText {
  static func parse(_ text: String) throws(ValueFault) -> [PortMapping] {
    let slash = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
    let transport = try transport(slash.count == 2 ? String(slash[1]) : "tcp")
    let (address, host, container) = try split(slash.first ?? "", of: text)
    let containerPorts = try range(container, what: "container port", of: text, from: 1)
    let hostPorts = try host.isEmpty ? nil : range(host, what: "host port", of: text, from: 0)
    return try pair(
      address: address, host: hostPorts, container: containerPorts, transport: transport, text: text)
  }

  static func transport(_ text: String) throws(ValueFault) -> PortMapping.Transport {
    guard let transport = PortMapping.Transport(rawValue: text.lowercased()) else {
      throw ValueFault("`\(text)` is not a port protocol", hint: "tcp, udp or sctp")
    }
    return transport
  }

  /// A port or a range of ports. Host port 0 asks the engine for any free one.
  static func range(_ text: String, what: String, of whole: String, from lowest: Int) throws(ValueFault)
    -> ClosedRange<Int>
  {
    let ends = text.split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
    guard let first = ends.first.flatMap(number), let last = ends.last.flatMap(number) else {
      throw ValueFault(
        "`\(text)` is not a \(what)" + (text == whole ? "" : " (in `\(whole)`)"),
        hint: "write a number such as 8080, or a range such as 8000-8010")
    }
    guard (lowest...65535).contains(first), (lowest...65535).contains(last) else {
      throw ValueFault("the \(what) `\(text)` is not between 1 and 65535")
    }
    guard first <= last else { throw ValueFault("the \(what) range `\(text)` runs backwards") }
    return first...last
  }

  static func pair(
    address: String?, host: ClosedRange<Int>?, container: ClosedRange<Int>,
    transport: PortMapping.Transport, text: String
  ) throws(ValueFault) -> [PortMapping] {
    guard let host, host != 0...0 else {
      return container.map {
        PortMapping(hostAddress: address, hostPorts: nil, containerPort: $0, transport: transport)
      }
    }
    guard container.count > 1 else {
      return [
        PortMapping(
          hostAddress: address, hostPorts: host, containerPort: container.lowerBound, transport: transport)
      ]
    }
    guard host.count == container.count else {
      throw ValueFault(
        "the port ranges in `\(text)` differ in length: \(host.count) host ports for "
          + "\(container.count) container ports")
    }
    return zip(host, container).map {
      PortMapping(hostAddress: address, hostPorts: $0...$0, containerPort: $1, transport: transport)
    }
  }

  private static func number(_ text: Substring) -> Int? {
    guard !text.isEmpty, text.allSatisfy({ $0.isASCII && $0.isNumber }) else { return nil }
    return Int(text)
  }

  private static func split(_ ports: Substring, of text: String) throws(ValueFault)
    -> (address: String?, host: String, container: String)
  {
    let parts = ports.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
    guard let container = parts.last, !container.isEmpty else {
      throw ValueFault("`\(text)` names no container port", hint: "write HOST:CONTAINER, such as 8080:80")
    }
    guard parts.count > 2 else { return (nil, parts.count == 2 ? parts[0] : "", container) }
    let address = parts.dropLast(2).joined(separator: ":")
    return (try hostAddress(address), parts[parts.count - 2], container)
  }

  /// An address on the host; IPv6 may be in brackets.
  static func hostAddress(_ text: String) throws(ValueFault) -> String? {
    guard !text.isEmpty else { return nil }
    let bare = text.hasPrefix("[") && text.hasSuffix("]") ? String(text.dropFirst().dropLast()) : text
    guard IPAddress.isValid(bare) else {
      throw ValueFault("`\(text)` is not an IP address", hint: "ports are bound to an address, not to a name")
    }
    return bare
  }
}
