import Foundation
import PlayModel
import PlayPlanning

/// For a plan that changes nothing: what the registry would give, asked through one host per image and
/// architecture, without a pull.
struct ImageLookup: Sendable {
  let context: RunContext

  func look(up plays: [Play], into fleet: inout FleetState) async throws(RecordFailure) {
    struct Question: Hashable {
      let image: ImageReference
      let architecture: String
    }
    var hosts: [Question: [HostName]] = [:]
    for playHost in plays.flatMap(\.hosts) {
      guard let observation = fleet.observed[playHost.host] else { continue }
      for spec in playHost.services {
        let known = observation.images[spec.image] != nil
        // What the host has is what would run, when nothing would be pulled.
        if known, spec.pullPolicy != .always || spec.image.digest != nil { continue }
        let question = Question(image: spec.image, architecture: observation.survey.engine.architecture)
        hosts[question, default: []].append(playHost.host)
      }
    }
    let questions = hosts.sorted { $0.key.image.description < $1.key.image.description }
    let answers = await fanOut(questions, limit: context.forks) { question, members in
      await ask(question.image, architecture: question.architecture, through: members[0])
    }
    for ((question, members), answer) in zip(questions, answers) {
      switch answer {
      case .success(let image):
        for host in members { fleet.observed[host]?.images[question.image] = image }
      case .failure(let trouble) where trouble.reason == .imageNotFound:
        fleet.exclude(Dictionary(members.map { ($0, trouble) }, uniquingKeysWith: { first, _ in first }))
      case .failure(let trouble):
        try await context.record(
          .note(
            "\(question.image): the registry could not be asked (\(trouble.detail)); the plan takes what each host has"
          ))
      }
    }
  }

  /// Bytes to download for an image; `nil` when the registry does not say.
  func downloadSize(of image: ImageReference, through host: HostName, architecture: String) async -> Int64? {
    guard let session = context.sessions[host],
      case .reported(let report) = await session.run(HostRequest(.manifest(image), deadline: .seconds(10))),
      report.succeeded
    else { return nil }
    return ManifestReading(text: report.lines.joined(separator: "\n")).downloadSize(
      architecture: architecture)
  }

  private func ask(
    _ image: ImageReference, architecture: String, through host: HostName
  ) async -> Result<ResolvedImage, Trouble> {
    guard let session = context.sessions[host] else {
      return .failure(Trouble(.unreachable, "no connection"))
    }
    let request = HostRequest(.manifest(image), deadline: .seconds(30))
    guard case .reported(let report) = await session.run(request) else {
      return .failure(Trouble(.lostConnection, "the connection was lost"))
    }
    guard report.succeeded else {
      var trouble = EngineMessage.trouble(report, otherwise: .pullFailed)
      trouble.detail = "\(image): \(trouble.detail)"
      return .failure(trouble)
    }
    let text = report.lines.joined(separator: "\n")
    guard let found = ManifestReading(text: text).image(architecture: architecture) else {
      return .failure(Trouble(.other, "its answer is not understood"))
    }
    return .success(found)
  }
}
