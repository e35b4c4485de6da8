import PlayModel

/// A playbook as it was read from its file. What is wrong with it so far waits for `PlaybookResolver`, which
/// tells all problems at once.
public struct Playbook: Sendable {
  public let path: String
  public let problems: [FileProblem]
  let source: SourceText
  let plays: [PlaySource]
}
