import PlayModel

/// Asks the hosts of one balancer about one server.
struct BalancerLink: Sendable {
  let context: RunContext
  let balancer: LoadBalancer
  let server: String

  /// What all of the balancer's hosts show.
  func look() async throws(StepFailure) -> [(host: HostName, look: ServerLook)] {
    var looks: [(HostName, ServerLook)] = []
    for (host, report) in try await tell(balancer.hosts, .look) {
      let found = balancer.steering.looks(report, BalancerRequest(balancer, server: server, .look))
      guard Set(found.map(\.backend)) == Set(balancer.backends) else {
        throw .failed(trouble(host, report.messages.first ?? "its answer cannot be read"))
      }
      looks += found.map { (host, $0) }
    }
    return looks
  }

  /// The command on all of these hosts at once; the first failure counts.
  @discardableResult
  func tell(
    _ hosts: [HostName], _ command: BalancerRequest.Command
  ) async throws(StepFailure) -> [(host: HostName, report: ScriptReport)] {
    let request = BalancerRequest(balancer, server: server, command)
    let results = await fanOut(hosts, limit: 16) { host -> Result<(HostName, ScriptReport), StepFailure> in
      do throws(StepFailure) { return .success((host, try await ask(host, request))) } catch {
        return .failure(error)
      }
    }
    var reports: [(HostName, ScriptReport)] = []
    for result in results { reports.append(try result.get()) }
    return reports
  }

  private func ask(_ host: HostName, _ request: BalancerRequest) async throws(StepFailure) -> ScriptReport {
    guard let session = context.sessions[host] else {
      throw .failed(trouble(host, "the host has no connection settings"))
    }
    switch await session.settle(HostRequest(.balance(request), deadline: balancer.steering.deadline)) {
    case .reported(let report):
      if let backend = report.fact("alone") {
        throw .failed(
          Trouble(
            .balancer,
            "\(server) is the only server of backend \(backend) that is up on \(host) (\(balancer.name))",
            advice: "change fewer hosts at once (rollout.serial), or bring the others up first"))
      }
      guard report.succeeded else {
        let words = report.messages.joined(separator: " ")
        throw .failed(trouble(host, words.isEmpty ? "it gave no reason" : words))
      }
      return report
    case .notSent(let failure):
      throw .failed(trouble(host, failure.detail, advice: failure.advice))
    case .unknown(let failure):
      // What only looks leaves nothing behind.
      let trouble = trouble(host, failure.detail, advice: failure.advice)
      throw request.command == .look ? .failed(trouble) : .unknown(trouble)
    }
  }

  func trouble(_ host: HostName, _ words: String, advice: String? = nil) -> Trouble {
    Trouble(.balancer, "\(balancer.name) on \(host): \(words)", advice: advice)
  }
}
