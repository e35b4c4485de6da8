import PlayModel

/// The matrix of versions for people.
public enum VersionMatrixText {
  private static let mixedMark = "~"
  private static let driftMark = "!"

  /// The table, and below it what its marks mean. Where `width` has not room for the columns, each cell
  /// gets a line.
  public static func lines(_ matrix: VersionMatrix, width: Int?) -> [StyledText] {
    guard !matrix.services.isEmpty else { return [] }
    var table = self.table(matrix)
    if let width, table.contains(where: { $0.width > width }) { table = list(matrix) }
    return table + legend(matrix)
  }

  private static func table(_ matrix: VersionMatrix) -> [StyledText] {
    let heading = (["service"] + matrix.columns.map(\.name)).map { StyledText($0, .dim) }
    let rows = zip(matrix.services, matrix.cells).map { service, cells in
      [StyledText(service.text)] + cells.map(text)
    }
    return TextColumns.lines([heading] + rows)
  }

  private static func list(_ matrix: VersionMatrix) -> [StyledText] {
    TextColumns.lines(
      matrix.cells.joined().map { [StyledText($0.service.text), StyledText($0.column, .dim), text($0)] })
  }

  /// `2.0 ×10, 1.9 ×2 ~!`
  private static func text(_ cell: VersionMatrix.Cell) -> StyledText {
    var text = StyledText()
    if cell.parts.isEmpty { text.append("-", .dim) }
    for (index, part) in cell.parts.enumerated() {
      if index > 0 { text.append(", ") }
      let isOdd = cell.isMixed && index > 0
      text.append(part.version, isOdd ? .attention : .strong)
      if !part.isUp { text.append(" \(part.state)", .bad) }
      text.append(" ×\(part.hosts.count)", .dim)
    }
    if cell.isMixed || !cell.drifts.isEmpty { text.append(" ") }
    if cell.isMixed { text.append(mixedMark, .attention) }
    if !cell.drifts.isEmpty { text.append(driftMark, .bad) }
    return text
  }

  private static func legend(_ matrix: VersionMatrix) -> [StyledText] {
    let cells = matrix.cells.joined()
    var lines: [StyledText] = []
    if cells.contains(where: \.isMixed) {
      lines.append(StyledText(mixedMark, .attention) + StyledText(" more than one version"))
      for cell in cells where cell.isMixed {
        let parts = cell.parts.map { "\($0.version) on \(HostText.list($0.hosts))" }.joined(separator: ", ")
        lines.append(StyledText("  \(cell.column) \(cell.service): \(parts)"))
      }
    }
    if matrix.hasDrift {
      lines.append(StyledText(driftMark, .bad) + StyledText(" not what was released there last"))
      for cell in cells { lines += drifts(cell) }
    }
    return lines.isEmpty ? [] : [StyledText()] + lines
  }

  /// Hosts that drifted in the same way share a line.
  private static func drifts(_ cell: VersionMatrix.Cell) -> [StyledText] {
    var order: [String] = []
    var hosts: [String: [HostName]] = [:]
    for drift in cell.drifts {
      if hosts[drift.sentence] == nil { order.append(drift.sentence) }
      hosts[drift.sentence, default: []].append(drift.host)
    }
    return order.map { sentence in
      StyledText("  \(cell.column) \(cell.service): \(HostText.list(hosts[sentence] ?? [])) \(sentence)")
    }
  }
}
