import PlayModel

/// Reads a list of hosts given in the place of an inventory file: `-i h1,h2:2222,`.
enum HostListReader {
  static func read(_ list: String, into builder: InventoryBuilder) throws(FileProblem) -> InventoryBuilder {
    var builder = builder
    let position = SourcePosition(file: "-i \(list)")
    for part in list.split(separator: ",") {
      let entry = PythonText.strip(String(part))
      if entry.isEmpty { continue }
      let address = HostAddress(entry, allowRanges: false)
      let host = address?.host ?? entry
      guard builder.hostIndex[host] == nil else { continue }
      do {
        try builder.addHost(host, to: InventoryBuilder.ungrouped, port: address?.port, at: position)
      } catch {
        throw error.problem(at: position)
      }
    }
    return builder
  }
}
