extension MorningReport {
  /// For a terminal or a mail.
  public func text(style: ReportStyle) -> String {
    var text = title + "\n"
    for section in sections {
      let heading = StyledText(section.title, section.isAlarming ? .bad : .strong)
      text += "\n" + heading.rendered(colour: style.colour) + "\n"
      guard !section.rows.isEmpty else {
        text += "  \(section.nothing)\n"
        continue
      }
      let rows =
        [section.columns.map { StyledText($0, .dim) }] + section.rows.map { $0.map { StyledText($0) } }
      text += TextColumns.lines(rows, indent: 2).map { $0.rendered(colour: style.colour) + "\n" }.joined()
    }
    return text
  }
}
