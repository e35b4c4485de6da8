import PlayModel

/// Cuts a play's hosts into batches as Ansible's `serial` does.
public enum BatchSizes {
  /// A percentage is the floor, at least 1, of all hosts; the last size repeats; a size of zero or less
  /// means all that are left.
  ///
  /// - Parameter total: the play's whole host count, which percentages are of; `hosts` may be fewer.
  public static func cut<Host>(_ hosts: [Host], serial: [Threshold], total: Int? = nil) -> [[Host]] {
    guard !hosts.isEmpty else { return [] }
    var batches: [[Host]] = []
    var rest = hosts[...]
    var index = 0
    while !rest.isEmpty {
      let size = serial.isEmpty ? 0 : serial[min(index, serial.count - 1)].batchSize(of: total ?? hosts.count)
      let batch = size <= 0 ? rest : rest.prefix(size)
      batches.append(Array(batch))
      rest = rest.dropFirst(batch.count)
      index += 1
    }
    return batches
  }
}
