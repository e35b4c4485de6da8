/// Writes docs/reference.md from the tables that the reader itself uses, so that it cannot say anything else.
public enum Reference {
  public static var markdown: String {
    var text = ReferenceText.opening
    text += "\n## Playbooks\n\n" + ReferenceText.playbooks
    for (name, section) in Schema.sections { text += "\n" + markdown(of: section, named: name) }
    text += "\n## Values\n\n" + ReferenceText.values
    text += "\n## Variables and templates\n\n" + ReferenceText.variables
    text += "\n### Always there\n\n| name | value |\n|---|---|\n"
    for (name, meaning) in VariableName.always { text += "| `\(name)` | \(cell(meaning)) |\n" }
    text += "\n### Filters\n\n| filter | value | example |\n|---|---|---|\n"
    for filter in Filter.all {
      text += "| `\(filter.name)` | \(cell(filter.meaning)) | \(code(filter.example)) |\n"
    }
    text += "\n### Secrets\n\n" + ReferenceText.secrets
    text += "\n## Env files\n\n" + ReferenceText.envFiles
    text += "\n## Inventory variables\n\n" + ReferenceText.inventory
    text += "\n| variable | meaning |\n|---|---|\n"
    for variable in InventoryVariable.all {
      let names = variable.names.map { "`\($0)`" }.joined(separator: ", ")
      text += "| \(names) | \(cell(variable.meaning)) |\n"
    }
    for (name, section) in Schema.inventorySections { text += "\n" + markdown(of: section, named: name) }
    return text
  }

  private static func markdown(of section: SchemaSection, named name: String) -> String {
    var text = "### \(name.prefix(1).uppercased() + name.dropFirst())\n\n\(section.introduction)\n\n"
    text += "| key | value | without it | meaning | example |\n|---|---|---|---|---|\n"
    for key in section.keys {
      let fallback = key.isRequired ? "**required**" : cell(key.fallback ?? "")
      text +=
        "| `\(key.name)` | \(cell(key.form.title)) | \(fallback) | \(cell(key.meaning)) | \(code(key.example)) |\n"
    }
    let planned = section.planned.keys.sorted().map { "`\($0)`" }
    if !planned.isEmpty { text += "\nNot supported yet: \(planned.joined(separator: ", ")).\n" }
    return text
  }

  /// A `|` would end the cell.
  private static func cell(_ text: String) -> String { text.replacing("|", with: "\\|") }

  private static func code(_ text: String) -> String { "`\(cell(text))`" }
}
