import PlayModel

extension PortMapping {
  /// `[address:][port[-port]:]container/transport`, docker-run(1) `--publish`.
  var publishOption: String {
    let address = hostAddress.map { ($0.contains(":") ? "[\($0)]" : $0) + ":" } ?? ""
    let ports: String
    switch hostPorts {
    case nil: ports = hostAddress == nil ? "" : ":"
    case let range? where range.lowerBound == range.upperBound: ports = "\(range.lowerBound):"
    case let range?: ports = "\(range.lowerBound)-\(range.upperBound):"
    }
    return "\(address)\(ports)\(containerPort)/\(transport.rawValue)"
  }
}
