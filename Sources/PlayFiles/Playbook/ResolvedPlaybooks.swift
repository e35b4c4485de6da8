import PlayModel

/// What playbooks mean on an inventory: complete plays, and what the run must know besides.
public struct ResolvedPlaybooks: Sendable {
  /// In the order of the files. A play of which `--limit` leaves no host is not here.
  public var plays: [Play]
  /// Legal, but suspicious; for `validate` and the start of a run.
  public var warnings: [FileProblem]
  /// Every secret text in the plays and in the variables they set, to be kept out of any output.
  public var secrets: [Secret]
  /// For each play, the variables that the play, its files and the command line set, as they are on the play's
  /// first host, with `<secret>` in place of secrets: what the run log may keep.
  public var variables: [[String: Value]]
}
