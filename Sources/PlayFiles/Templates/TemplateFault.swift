import PlayModel

/// Why a template cannot be read or evaluated.
struct TemplateFault: Error, Hashable {
  enum Place: Hashable {
    /// Unicode scalars from the start of the template's text.
    case offset(Int)
    /// In the definition of a variable that the template uses.
    case position(SourcePosition)
  }

  let place: Place
  let message: String
  let hint: String?
  /// Whether the fault is a name the template itself uses without anything behind it: what `default` catches.
  let isUndefined: Bool

  init(at place: Place, _ message: String, hint: String? = nil, isUndefined: Bool = false) {
    self.place = place
    self.message = message
    self.hint = hint
    self.isUndefined = isUndefined
  }

  init(at offset: Int, _ message: String, hint: String? = nil, isUndefined: Bool = false) {
    self.init(at: .offset(offset), message, hint: hint, isUndefined: isUndefined)
  }
}
