/// One key that a playbook may have: what the reader accepts and what the reference says of it.
struct SchemaKey: Sendable {
  let name: String
  let form: Form
  let isRequired: Bool
  /// What holds when the key is absent, for the reference.
  let fallback: String?
  /// One or two sentences for the reference.
  let meaning: String
  /// A value in YAML, as it is written after `name:`; tests read every one.
  let example: String
  /// Whether secrets may stand in it.
  let takesSecrets: Bool

  init(
    _ name: String, _ form: Form, required: Bool = false, default fallback: String? = nil,
    takesSecrets: Bool = false, example: String, _ meaning: String
  ) {
    self.name = name
    self.form = form
    self.isRequired = required
    self.fallback = fallback
    self.takesSecrets = takesSecrets
    self.example = example
    self.meaning = meaning
  }
}
