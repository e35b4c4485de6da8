/// The opening that a run was begun in, as its journal keeps it.
public struct RunWindow: Sendable, Hashable, Codable {
  public var occurrence: WindowOccurrence
  public var atCutoff: Window.AtCutoff
  /// No window was named: it is the time until the freeze `occurrence.window` begins.
  public var isBeforeFreeze: Bool

  public init(_ occurrence: WindowOccurrence, atCutoff: Window.AtCutoff, isBeforeFreeze: Bool = false) {
    self.occurrence = occurrence
    self.atCutoff = atCutoff
    self.isBeforeFreeze = isBeforeFreeze
  }
}
