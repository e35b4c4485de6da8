import PlayModel
import PlayPlanning

/// Gets every image onto every host before the first stop, and pins each to one digest.
///
/// All hosts pull at once by the name in the playbook. Should a tag move in between, so that hosts got
/// different images, those that differ from the first pull its digest.
struct ImagePull: Sendable {
  let context: RunContext

  struct Item: Sendable {
    let key: StepKey
    let spec: ServiceSpec
  }

  struct Outcome: Sendable {
    var images: [HostName: [ImageReference: ResolvedImage]] = [:]
    var troubles: [HostName: Trouble] = [:]
  }

  func pull(plays: [Play], hosts: Set<HostName>) async throws(RecordFailure) -> Outcome {
    var seen: Set<String> = []
    var items: [Item] = []
    for (index, play) in plays.enumerated() {
      for playHost in play.hosts where hosts.contains(playHost.host) {
        for spec in playHost.services where seen.insert("\(playHost.host) \(spec.image)").inserted {
          let key = StepKey(play: index, host: playHost.host, service: spec.name, kind: .pull)
          items.append(Item(key: key, spec: spec))
        }
      }
    }
    var outcome = Outcome()
    let results = await fanOut(items, limit: context.forks) { item in await pullOnce(item) }
    var first: [ImageReference: String] = [:]
    var late: [(Item, ImageReference)] = []
    for (item, result) in zip(items, results) {
      let host = item.key.host
      switch result {
      case .failure(.unrecorded(let failure)): throw failure
      case .failure(let failure): outcome.troubles[host] = failure.trouble
      case .success(let image):
        outcome.images[host, default: [:]][item.spec.image] = image
        guard let digest = image.digest else { continue }
        let wanted = first[item.spec.image] ?? digest
        first[item.spec.image] = wanted
        if wanted != digest { late.append((item, item.spec.image.pinned(to: wanted))) }
      }
    }
    for (item, pinned) in late {
      switch await fetch(item, pinned) {
      case .success(let image): outcome.images[item.key.host, default: [:]][item.spec.image] = image
      case .failure(let failure): outcome.troubles[item.key.host] = failure.trouble
      }
    }
    return outcome
  }

  private func pullOnce(_ item: Item) async -> Result<ResolvedImage, StepFailure> {
    do throws(StepFailure) {
      return .success(
        try await context.step(item.key) { () async throws(StepFailure) -> ResolvedImage in
          try await fetch(item, item.spec.image).get()
        })
    } catch { return .failure(error) }
  }

  private func fetch(_ item: Item, _ image: ImageReference) async -> Result<ResolvedImage, StepFailure> {
    guard let session = context.sessions[item.key.host] else {
      return .failure(.failed(Trouble(.unreachable, "the host has no connection settings")))
    }
    let request = HostRequest(
      .pull(image, policy: item.spec.pullPolicy, platform: item.spec.platform), deadline: .seconds(900))
    switch await session.settle(request, tries: 2) {
    case .reported(let report):
      guard report.succeeded,
        let image = report.fact("image").flatMap({ ImageInspection.parse($0, as: image) })
      else {
        var trouble = EngineMessage.trouble(report, otherwise: .pullFailed)
        trouble.detail = "\(item.spec.image): \(trouble.detail)"
        return .failure(.failed(trouble))
      }
      return .success(image)
    case .notSent(let failure), .unknown(let failure):
      return .failure(.failed(Trouble(.lostConnection, failure.detail, advice: failure.advice)))
    }
  }
}
