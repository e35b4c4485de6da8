import PlayModel

/// Names of variables, and those that are always there.
enum VariableName {
  /// What every template can use, whatever the inventory and the playbook say, and what it is.
  static let always: [(name: String, meaning: String)] = [
    ("inventory_hostname", "The host's name in the inventory."),
    ("address", "Where the host is reached: `ansible_host`, else its name."),
    ("group_names", "The groups the host is in, without `all`, sorted."),
    ("groups", "Every group with the names of its hosts: `groups['web']`."),
    ("hostvars", "Another host's variable: `hostvars['db1'].address`."),
    ("run_id", "The id of the run, such as `20261122-162030-k3f9`."),
  ]

  static func isAlways(_ name: String) -> Bool { always.contains { $0.name == name } }

  /// As in Ansible: letters, digits and underscores, no digit first.
  static func isValid(_ name: String) -> Bool {
    guard let first = name.unicodeScalars.first, first == "_" || first.properties.isAlphabetic else {
      return false
    }
    return name.unicodeScalars.allSatisfy {
      $0 == "_" || $0.properties.isAlphabetic || ("0"..."9").contains($0)
    }
  }

  static func problem(with entry: TemplateEntry) -> FileProblem? {
    if let fault = fault(with: entry.key) {
      return FileProblem(at: entry.keyPosition, fault.message, hint: fault.hint)
    }
    return nil
  }

  static func fault(with name: String) -> ValueFault? {
    guard isValid(name) else {
      return ValueFault(
        "`\(name)` cannot be the name of a variable",
        hint: "letters, digits and underscores, and no digit first")
    }
    guard !isAlways(name) else {
      return ValueFault(
        "the variable `\(name)` is always there and cannot be set", hint: "choose another name")
    }
    return nil
  }
}
