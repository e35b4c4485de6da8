/// Commands started ahead (`SpareShell`).
extension ChannelQueue {
  /// Keeps `count` commands with this line started, for as long as the connection is open and the server
  /// takes that many sessions.
  mutating func keepReady(_ line: String, count: Int) {
    for _ in 0..<count { add(SpareShell(line: line)) }
  }

  /// Gives a command the channel of the spare that is nearest to be ready; `replaceSpares` makes another
  /// unless this was the last one.
  mutating func handOver(to command: CommandTask) -> Bool {
    guard let line = command.spareLine else { return false }
    func fits(_ task: any ChannelTask) -> SpareShell? {
      (task as? SpareShell).flatMap { $0.line == line && !$0.isSettled ? $0 : nil }
    }
    let open = active.indices.filter { fits(active[$0].task) != nil }
    let ready = open.first { fits(active[$0].task)?.isAccepted ?? false } ?? open.first
    if let ready, let spare = fits(active[ready].task) {
      active[ready].task = command
      command.takeOver(active[ready].channel, isAccepted: spare.isAccepted)
    } else if let spare = opening, fits(spare) != nil {
      opening = command
    } else if let place = waiting.firstIndex(where: { fits($0) != nil }) {
      waiting[place] = command
    } else {
      return false
    }
    if mayKeepSpares, command.isFollowed { spent.append(line) }
    return true
  }

  /// Queues new spares for those that were handed over.
  mutating func replaceSpares() {
    for line in spent { waiting.append(SpareShell(line: line)) }
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
