/// Why a template cannot be read or evaluated.
struct TemplateFault: Error, Hashable {
  /// Unicode scalars from the start of the template's text.
  let offset: Int
  let message: String
  let hint: String?
  /// Whether the fault is a name the template itself uses without anything behind it: what `default` catches.
  let isUndefined: Bool

  init(at offset: Int, _ message: String, hint: String? = nil, isUndefined: Bool = false) {
    self.offset = offset
    self.message = message
    self.hint = hint
    self.isUndefined = isUndefined
  }
}
