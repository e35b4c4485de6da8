/// Commands started ahead (`SpareShell`).
extension ChannelQueue {
  /// Keeps `count` such commands started, for as long as the connection is open and the server takes that many
  /// sessions.
  mutating func keepReady(_ start: SpareShell.Start, count: Int) {
    for _ in 0..<count { add(SpareShell(start)) }
  }

  /// Gives a command the channel of the spare that is nearest to be ready; `replaceSpares` makes another
  /// unless this was the last one.
  mutating func handOver(to command: CommandTask) -> Bool {
    guard let start = command.spareStart else { return false }
    func fits(_ task: any ChannelTask) -> SpareShell? {
      (task as? SpareShell).flatMap { $0.start == start && !$0.isSettled ? $0 : nil }
    }
    let open = active.indices.filter { fits(active[$0].task) != nil }
    let ready = open.first { fits(active[$0].task)?.isAccepted ?? false } ?? open.first
    if let ready, let spare = fits(active[ready].task) {
      active[ready].task = command
      command.takeOver(active[ready].channel, isAccepted: spare.isAccepted, given: spare.given)
    } else if let spare = opening, fits(spare) != nil {
      opening = command
    } else if let place = waiting.firstIndex(where: { fits($0) != nil }) {
      waiting[place] = command
    } else {
      return false
    }
    if mayKeepSpares, command.isFollowed { spent.append(start) }
    return true
  }

  /// Queues new spares for those that were handed over.
  mutating func replaceSpares() {
    for start in spent { waiting.append(SpareShell(start)) }
    spent = []
  }

  /// A spare never stands in the way of work that needs its place.
  mutating func makeRoom() {
    guard waiting.contains(where: { $0.isSession && !($0 is SpareShell) && !$0.isSettled }) else { return }
    for (task, _) in active {
      if let spare = task as? SpareShell, !spare.isSettled { return spare.giveUp() }
    }
  }
}
