import PlayModel

/// The matrix of versions as JSON lines, one `service.versions` a cell (docs/json.md).
public enum VersionMatrixJSON {
  /// - Parameter dimension: what the columns are: `environment` or `group`.
  public static func lines(_ matrix: VersionMatrix, dimension: String) -> String {
    matrix.cells.joined().map { object($0, dimension).text + "\n" }.joined()
      + ContainerJSON.failures(matrix.troubled)
  }

  private static func object(_ cell: VersionMatrix.Cell, _ dimension: String) -> JSONText {
    var fields = JSONFields()
    fields.add("type", "service.versions")
    fields.add("service", cell.service.text)
    fields.add(dimension, cell.column)
    fields.add("versions", .array(cell.parts.map(object)))
    fields.add("mixed", .bool(cell.isMixed))
    fields.add("drift", .array(cell.drifts.map(object)))
    return fields.object
  }

  private static func object(_ part: VersionMatrix.Part) -> JSONText {
    var fields = JSONFields()
    fields.add("version", part.version)
    fields.add("state", part.state)
    fields.add("hosts", part.hosts)
    return fields.object
  }

  private static func object(_ drift: VersionDrift) -> JSONText {
    var fields = JSONFields()
    fields.add("host", drift.host.text)
    fields.add("kind", drift.kind.rawValue)
    fields.add("runs", drift.runs)
    fields.add("released", drift.released)
    fields.add("run", drift.run.text)
    return fields.object
  }
}
