/// A run that is to happen again and again, as `schedule.yml` has it.
public struct ScheduledJob: Sendable, Hashable {
  public enum Timing: Sendable, Hashable {
    /// Every opening of a window of the inventory; the run keeps to it.
    case window(String)
    /// Its own times. Only name, schedule and zone of the window count.
    case own(Window)
  }

  public var name: String
  public var timing: Timing
  public var playbooks: [String]
  public var inventories: [String]
  /// `name=value`, as for `-e`.
  public var variables: [String]
  public var limit: String?
  /// What becomes of a time that comes while the job still runs; `nil` is what the window says.
  public var overlap: Window.Overlap?
  /// What becomes of times that passed while nobody could begin it; `nil` is what the window says.
  public var catchUp: Window.CatchUp?
  /// A run may begin only this long after its time; `nil` is as the window says, until its cutoff, or five minutes.
  public var startDeadline: Duration?
  public var notify: [NotifyTarget]
  public var position: SourcePosition

  public init(
    name: String, timing: Timing, playbooks: [String], inventories: [String], variables: [String] = [],
    limit: String? = nil, overlap: Window.Overlap? = nil, catchUp: Window.CatchUp? = nil,
    startDeadline: Duration? = nil, notify: [NotifyTarget] = [], position: SourcePosition
  ) {
    self.name = name
    self.timing = timing
    self.playbooks = playbooks
    self.inventories = inventories
    self.variables = variables
    self.limit = limit
    self.overlap = overlap
    self.catchUp = catchUp
    self.startDeadline = startDeadline
    self.notify = notify
    self.position = position
  }

  /// The words of the `swiftplay` command that it stands for.
  public var words: [String] {
    var words = ["run"] + playbooks + inventories.flatMap { ["-i", $0] }
    if let limit { words += ["-l", limit] }
    if case .window(let name) = timing { words += ["--window", name] }
    return words + variables.flatMap { ["-e", $0] } + ["--yes"]
  }
}
