import PlayModel

/// The containers of many hosts, a line each.
public struct ContainerTable: Sendable {
  /// Also other containers than the services' current ones: they need their names.
  public var everything: Bool
  public var usage: Bool
  /// Every column, whatever the width.
  public var wide: Bool

  public init(everything: Bool = false, usage: Bool = false, wide: Bool = false) {
    self.everything = everything
    self.usage = usage
    self.wide = wide
  }

  /// The heading and a line a container; columns without any content are left out, and those that matter
  /// least where `width` has not room for all.
  public func lines(_ containers: [ContainerSighting], width: Int?) -> [StyledText] {
    guard !containers.isEmpty else { return [] }
    var cells = columns.map { column in (column, containers.map(column.cell)) }
      .filter { column, cells in column.rank == 0 || cells.contains { $0.width > 0 } }
    if let width, !wide {
      while Self.width(cells) > width, let least = cells.map(\.0.rank).max(), least > 0 {
        cells.removeAll { $0.0.rank == least }
      }
    }
    let heading = cells.map { StyledText($0.0.title, .dim) }
    let rows = containers.indices.map { row in cells.map { $0.1[row] } }
    return TextColumns.lines([heading] + rows).map { line in
      wide ? line : width.map { line.cut(to: $0) } ?? line
    }
  }

  /// Why hosts are missing from the list, for below it.
  public static func troubles(_ sightings: [HostSighting]) -> [StyledText] {
    sightings.sorted { HostSet.precedes($0.host, $1.host) }.flatMap { sighting -> [StyledText] in
      guard let trouble = sighting.trouble else { return [] }
      let line = StyledText("\(sighting.host): ") + StyledText(TroubleText.sentence(trouble), .bad)
      return [line] + (trouble.advice.map { [StyledText("  \($0)", .dim)] } ?? [])
    }
  }

  private static func width(_ cells: [(ContainerColumn, [StyledText])]) -> Int {
    cells.reduce(-2) { sum, column in
      sum + 2 + max(TerminalText.width(column.0.title), column.1.map(\.width).max() ?? 0)
    }
  }

  private var columns: [ContainerColumn] {
    var columns: [ContainerColumn] = [.host, .service]
    if everything || wide { columns.append(.container) }
    columns += [.version, .state, .health, .since, .restarts, .ports]
    columns += usage ? [.memoryUse, .processorUse] : [.memoryLimit, .processorLimit]
    columns.append(.run)
    if wide { columns += [.identifier, .image, .digest] }
    return columns
  }
}
