import PlayModel
import PlayPlanning

/// Looks at hosts, all at once: reachable, engine there, disk, what runs now.
struct FleetSurvey: Sendable {
  let context: RunContext
  let plays: [Play]

  struct Findings: Sendable {
    var observed: [HostName: RolloutPlanner.Observation] = [:]
    var troubles: [HostName: Trouble] = [:]
  }

  func look(at hosts: [HostName]) async throws(RecordFailure) -> Findings {
    var images: [HostName: [ImageReference]] = [:]
    for playHost in plays.flatMap(\.hosts) {
      for service in playHost.services where images[playHost.host]?.contains(service.image) != true {
        images[playHost.host, default: []].append(service.image)
      }
    }
    let wanted = images
    let results = await fanOut(hosts, limit: context.forks) { host in
      let result = await look(at: host, images: wanted[host] ?? [])
      let trouble: Trouble? = if case .failure(let trouble) = result { trouble } else { nil }
      do throws(RecordFailure) {
        try await context.record(.surveyed(host: host, trouble: trouble))
        return Result<(HostName, Result<SurveyReading.Finding, Trouble>), RecordFailure>.success(
          (host, result))
      } catch { return .failure(error) }
    }
    var findings = Findings()
    for result in results {
      let (host, finding) = try result.get()
      switch finding {
      case .success(let found):
        findings.observed[host] = RolloutPlanner.Observation(survey: found.survey, images: found.images)
      case .failure(let trouble): findings.troubles[host] = trouble
      }
    }
    return findings
  }

  private func look(at host: HostName, images: [ImageReference]) async -> Result<
    SurveyReading.Finding, Trouble
  > {
    guard let session = context.sessions[host] else {
      return .failure(Trouble(.unreachable, "the host has no connection settings"))
    }
    let request = HostRequest(.survey(images: images))
    switch await session.settle(request, tries: 2) {
    case .reported(let report):
      return SurveyReading(host: host, engine: session.engine, report: report).finding()
    case .notSent(let failure), .unknown(let failure):
      return .failure(Trouble(.unreachable, failure.detail, advice: failure.advice))
    }
  }
}
