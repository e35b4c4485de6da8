/// Where one step of a run stands.
///
/// `planned → started → succeeded | failed | unknown`, `unknown → succeeded | failed` once the host was
/// asked, and from any of these but `planned`: `→ undoing → undone | stuck`. A stuck undo may be tried again.
public enum StepStatus: String, Sendable, Hashable, Codable, CaseIterable {
  case planned
  case started
  case succeeded
  case failed
  /// The effect may or may not have happened.
  case unknown
  case undoing
  case undone
  /// The undo failed: a person has to look.
  case stuck
}
