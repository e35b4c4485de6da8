import PlayModel

/// The keys of one kind of map in a playbook: the table that the reader and the reference share.
struct SchemaSection: Sendable {
  /// How messages call one such map: "a service".
  let title: String
  /// What the reference says before the table of keys.
  let introduction: String
  let keys: [SchemaKey]
  /// Keys that exist (in the Compose specification, or in swiftplay's design) and are not supported yet,
  /// with what to do instead where there is something.
  let planned: [String: String?]
  /// Keys of other tools that people try here, with what to write instead.
  let elsewhere: [String: String]
  private let byName: [String: SchemaKey]

  init(
    _ title: String, _ introduction: String, keys: [SchemaKey], planned: [String: String?] = [:],
    elsewhere: [String: String] = [:]
  ) {
    self.title = title
    self.introduction = introduction
    self.keys = keys
    self.planned = planned
    self.elsewhere = elsewhere
    byName = Dictionary(uniqueKeysWithValues: keys.map { ($0.name, $0) })
  }

  subscript(name: String) -> SchemaKey? { byName[name] }

  /// The problem with a key, if it has one. Keys that begin with `x-` are the user's own, as in Compose.
  func problem(withKey key: String, at position: SourcePosition) -> FileProblem? {
    if byName[key] != nil || key.hasPrefix("x-") { return nil }
    if let instead = planned[key] {
      return FileProblem(at: position, "`\(key)` is not supported yet", hint: instead)
    }
    if let hint = elsewhere[key] {
      return FileProblem(at: position, "`\(key)` is not a key of \(title)", hint: hint)
    }
    let known = keys.map(\.name).sorted().joined(separator: ", ")
    return FileProblem(
      at: position, "`\(key)` is not a key of \(title)",
      hint: NearestName.hint(key, in: byName.keys) ?? "the keys are \(known)")
  }
}
