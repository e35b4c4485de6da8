extension Hook {
  /// One hook of a run: which, and of what.
  public struct Key: Sendable, Hashable, Codable, CustomStringConvertible {
    /// The play's place in the run, from 0.
    public var play: Int
    public var stage: Stage
    /// Its place among the play's hooks of the stage, from 0.
    public var index: Int

    public init(play: Int, stage: Stage, index: Int) {
      self.play = play
      self.stage = stage
      self.index = index
    }

    public var description: String { "\(play)/\(stage.rawValue)/\(index)" }
  }
}
