import PlayModel

extension ConnectionPlanner {
  /// The jump hosts that lead to `target`, the first one first.
  ///
  /// As ssh does it (ssh.c, ProxyJump): the last jump host is connected to by a command line of its own, which
  /// names the ones before it, so that its own part of ssh_config holds for it, and none of the options given
  /// for the target. `--accept-new` is the exception: it is said of the whole run.
  /// `trail`: the places that lead here as jump hosts of one another, this one first.
  func route(
    for target: ConnectionTarget, _ options: SSHOptions, trail: [String]
  ) async throws(HostFailure) -> [ConnectionPlan] {
    guard let value = options.proxyJump else { return [] }
    let hops: [JumpHop]
    do throws(SSHOptionProblem) {
      hops = try JumpHop.hops(in: value)
    } catch {
      throw HostFailure(
        host: target.name, reason: .connectionFailed, detail: error.text,
        advice: "correct ProxyJump in ssh_config, or -J in the SSH arguments")
    }
    guard let last = hops.last else { return [] }
    guard trail.dropFirst().contains(trail.first ?? "") == false else {
      throw HostFailure(
        host: target.name, reason: .connectionFailed,
        detail: "the jump hosts lead in a circle: \(trail.joined(separator: ", then "))",
        advice: "put `ProxyJump none` under the jump host's own Host line in ssh_config")
    }
    do throws(HostFailure) {
      let plan = try await self.plan(for: jumpTarget(last, before: hops.dropLast(), of: target), trail: trail)
      return plan.route + [plan]
    } catch {
      throw error.behindJumpHost(for: target.name)
    }
  }

  private func jumpTarget(
    _ hop: JumpHop, before: ArraySlice<JumpHop>, of target: ConnectionTarget
  ) -> ConnectionTarget {
    var arguments = hop.arguments
    if !before.isEmpty { arguments += ["-J", before.map(\.text).joined(separator: ",")] }
    return ConnectionTarget(
      name: HostName(hop.host), address: hop.host,
      hostKeyPolicy: target.hostKeyPolicy == .acceptNew ? .acceptNew : .strict,
      connectDeadline: target.connectDeadline, authenticationDeadline: target.authenticationDeadline,
      keepaliveInterval: target.keepaliveInterval, sshArguments: arguments)
  }
}
