/// The hosts that one entry of an inventory names: a name or range, with an optional port.
struct HostNames: Equatable {
  let names: [String]
  let port: Int?

  /// Reads an entry such as `web[01:20].example.com:2222`. What does not look like an address is
  /// taken as a name as it stands.
  init(_ entry: String) throws(HostRange.Failure) {
    let address = HostAddress(entry, allowRanges: true)
    port = address?.port
    names = try HostRange.expand(address?.host ?? entry)
  }
}
