import PlayModel

/// A file of variables (`vars_files`, `-e @file`): a YAML or JSON map.
enum VariableFile {
  static func entries(of node: YAMLNode, source: SourceText, problems: inout [FileProblem]) -> [TemplateEntry]
  {
    if node.isNull { return [] }
    let tree = TemplateNode(node, source: source, problems: &problems)
    guard let entries = tree.entries else {
      problems.append(
        FileProblem(at: node.position, "a file of variables is a map of names to values, not \(node.kind)"))
      return []
    }
    problems += entries.compactMap(VariableName.problem)
    return entries
  }
}
