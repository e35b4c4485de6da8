/// Rows of text in columns, two spaces apart; the last column is as long as it is.
enum TextColumns {
  static func lines(_ rows: [[StyledText]], indent: Int = 0) -> [StyledText] {
    let count = rows.map(\.count).max() ?? 0
    let widths = (0..<count).map { column in
      rows.filter { $0.count > column + 1 }.map { $0[column].width }.max() ?? 0
    }
    let margin = StyledText(String(repeating: " ", count: indent))
    return rows.map { row in
      // Empty cells at the end leave no spaces behind.
      let last = row.lastIndex { $0.width > 0 } ?? -1
      return row.prefix(last + 1).enumerated().reduce(margin) { line, cell in
        let isLast = cell.offset == last
        return line + (isLast ? cell.element : cell.element.padded(to: widths[cell.offset] + 2))
      }
    }
  }
}
