import PlayModel

/// What differs between two specs of one service: field by field, in the order of `SpecField`.
public struct SpecDifference: Sendable, Hashable, Codable {
  public struct Change: Sendable, Hashable, Codable {
    public let field: SpecField
    /// The variable, label, … of a field that has many; `nil` for the field itself.
    public let item: String?
    /// As a playbook would say it; `nil`: it was not there, or was left to the image or the engine.
    public let old: String?
    public let new: String?
  }

  public private(set) var changes: [Change] = []
  /// Variables that are secret on both sides, of which one text is not known: they may differ.
  public private(set) var undecidedSecrets: [String] = []

  /// Without an `old` one the service is not there yet: everything but defaults is new.
  public init(from old: ServiceSpec?, to new: ServiceSpec) {
    let base = old ?? ServiceSpec(name: new.name, image: new.image)
    for field in SpecField.allCases {
      compare(field, field.content(of: base), field.content(of: new))
    }
    guard old != nil else {
      let image = Change(field: .image, item: nil, old: nil, new: new.image.description)
      changes = [image] + changes.map { Change(field: $0.field, item: $0.item, old: nil, new: $0.new) }
      return
    }
    compareSecrets(base.environment, new.environment)
    compareHeaders(base.checks, new.checks)
  }

  public var isEmpty: Bool { changes.isEmpty && undecidedSecrets.isEmpty }

  private mutating func compare(_ field: SpecField, _ old: SpecContent, _ new: SpecContent) {
    switch (old, new) {
    case (.single(let old), .single(let new)):
      if old != new { changes.append(Change(field: field, item: nil, old: old, new: new)) }
    case (.list(let old), .list(let new)): compare(field, old, new)
    case (.map(let old), .map(let new)):
      for key in Set(old.keys).union(new.keys).sorted() where old[key] != new[key] {
        changes.append(Change(field: field, item: key, old: old[key], new: new[key]))
      }
    // A field has one kind of content, whatever the spec.
    case (.single, _), (.list, _), (.map, _): break
    }
  }

  /// What left, then what came; the same items in another order are one change of the whole.
  private mutating func compare(_ field: SpecField, _ old: [String], _ new: [String]) {
    guard old != new else { return }
    let (removed, added) = (old.without(new), new.without(old))
    if removed.isEmpty, added.isEmpty {
      changes.append(
        Change(
          field: field, item: nil, old: old.joined(separator: ", "), new: new.joined(separator: ", ")))
    }
    changes += removed.map { Change(field: field, item: nil, old: $0, new: nil) }
    changes += added.map { Change(field: field, item: nil, old: nil, new: $0) }
  }

  private mutating func compareSecrets(
    _ old: [String: EnvironmentValue], _ new: [String: EnvironmentValue]
  ) {
    for name in Set(old.keys).intersection(new.keys).sorted() {
      switch (old[name], new[name]) {
      case (.secret(let before), .secret(let after)) where before != after:
        changes.append(
          Change(field: .environment, item: name, old: SpecContent.secret, new: SpecContent.secret))
      case (.withheld, .secret), (.secret, .withheld), (.withheld, .withheld): undecidedSecrets.append(name)
      default: break
      }
    }
  }

  /// The values of a check's headers are not shown, they may be credentials; that they changed is.
  private mutating func compareHeaders(_ old: [Check], _ new: [Check]) {
    guard old != new, !changes.contains(where: { $0.field == .checks }) else { return }
    changes.append(
      Change(field: .checks, item: "headers", old: SpecContent.secret, new: SpecContent.secret))
  }
}

extension [String] {
  /// The items that `other` does not have, each as often as it has fewer.
  fileprivate func without(_ other: [String]) -> [String] {
    var left = Dictionary(other.map { ($0, 1) }, uniquingKeysWith: +)
    return filter { item in
      guard let count = left[item], count > 0 else { return true }
      left[item] = count - 1
      return false
    }
  }
}
