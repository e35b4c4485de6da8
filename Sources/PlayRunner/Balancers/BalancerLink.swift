import PlayModel

/// Asks one balancer, wherever it is steered from, about one host's server.
struct BalancerLink: Sendable {
  /// What the machine swiftplay runs on goes by in records and messages, as in Ansible.
  static let controller = HostName("localhost")

  let context: RunContext
  let balancer: LoadBalancer
  /// The host that is taken out or put back.
  let host: HostName

  /// What the balancer calls it.
  var server: String { balancer.server(of: host) }

  /// Where scripts for the balancer run.
  var places: [HostName] {
    switch balancer.commands?.place {
    case .host: [host]
    case .controller: [Self.controller]
    case .balancer, nil: balancer.hosts
    }
  }

  /// What the balancer shows in all of these places.
  func look() async throws(StepFailure) -> [(host: HostName, look: ServerLook)] {
    var looks: [(HostName, ServerLook)] = []
    for (host, report) in try await tell(places, .look) {
      let found: [ServerLook]
      do throws(UnreadAnswer) {
        found = try balancer.steering.looks(report, request(.look))
      } catch { throw .failed(trouble(host, error.words)) }
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
    let request = request(command)
    let results = await fanOut(hosts, limit: 16) { host -> Result<(HostName, ScriptReport), StepFailure> in
      do throws(StepFailure) { return .success((host, try await ask(host, request))) } catch {
        return .failure(error)
      }
    }
    var reports: [(HostName, ScriptReport)] = []
    for result in results { reports.append(try result.get()) }
    return reports
  }

  private func request(_ command: BalancerRequest.Command) -> BalancerRequest {
    BalancerRequest(
      balancer, host: host, address: context.sessions[host]?.address ?? host.text, run: context.run, command)
  }

  /// Carries a request out where it is to run.
  private func send(
    _ place: HostName, _ request: HostRequest
  ) async throws(StepFailure) -> HostSession.Ending {
    if place == Self.controller, balancer.commands?.place == .controller {
      guard let controller = context.ports.controller else {
        throw .failed(trouble(place, "commands cannot be run here"))
      }
      do throws(HostFailure) {
        guard let report = try await controller.carry(request, nonce: context.ports.nonce()) else {
          return .unknown(
            HostFailure(host: place, reason: .connectionLost, detail: "the command ended without a word"))
        }
        return .reported(report)
      } catch { return .unknown(error) }
    }
    guard let session = context.sessions[place] else {
      throw .failed(trouble(place, "the host has no connection settings"))
    }
    return await session.settle(request)
  }

  private func ask(_ host: HostName, _ request: BalancerRequest) async throws(StepFailure) -> ScriptReport {
    switch try await send(host, HostRequest(.balance(request), deadline: balancer.steering.deadline)) {
    case .reported(let report):
      if let backend = report.fact("alone") { throw .failed(alone(backend, host)) }
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

  func alone(_ backend: String, _ place: HostName) -> Trouble {
    Trouble(
      .balancer,
      "\(server) is the only server of backend \(backend) that is up on \(place) (\(balancer.name))",
      advice: "change fewer hosts at once (rollout.serial), or bring the others up first")
  }

  func trouble(_ host: HostName, _ words: String, advice: String? = nil) -> Trouble {
    Trouble(.balancer, "\(balancer.name) on \(host): \(words)", advice: advice)
  }
}
