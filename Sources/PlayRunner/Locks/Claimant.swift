import PlayModel

/// The process that asks for locks.
struct Claimant: Sendable {
  let run: RunID
  let token: String
  let header: RunHeader
  let standing: @Sendable (RunID) async -> RunStanding

  func claim(_ services: [ServiceName], replacing: [RunID] = []) -> HostClaim {
    HostClaim(
      run: run, token: token, owner: header.user, machine: header.machine, processID: header.processID,
      services: services, replacing: replacing)
  }
}
