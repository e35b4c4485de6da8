import PlayModel
import PlayPlanning

/// What is looked at between the survey and the first pull: the hosts' clocks, and room for the images.
///
/// The rest of the preflight is in the survey (reachable, engine, locks), in the pull itself (the image is
/// there and has a digest) and in `HostPreflight` (ports, options, older images).
struct Preflight: Sendable {
  /// Certificates, logs and time-outs forgive less.
  static let tolerance = Duration.seconds(10)

  let context: RunContext

  func look(
    at fleet: inout FleetState, plays: [Play], mode: RunHeader.Mode
  ) async throws(RecordFailure) {
    if let note = Self.skewNote(fleet.observed) { try await context.record(.note(note)) }
    guard mode == .run else { return }
    fleet.exclude(await withoutRoom(fleet.observed, plays: plays))
  }

  /// A clock that is wrong stops nothing: the run itself goes by its own.
  static func skewNote(_ observed: [HostName: RolloutPlanner.Observation]) -> String? {
    let skewed = observed.sorted { $0.key < $1.key }.compactMap { host, observation -> String? in
      guard let skew = observation.clockSkew, skew > tolerance || skew < .zero - tolerance else { return nil }
      let seconds = skew.components.seconds
      return "\(host) is \(abs(seconds)) s \(seconds > 0 ? "ahead" : "behind")"
    }
    guard !skewed.isEmpty else { return nil }
    return "clocks differ from this machine's: \(skewed.joined(separator: ", "))"
  }

  /// Hosts that cannot hold an image they do not have. The registry is asked for its size through one host
  /// that lacks it; where it does not say, the pull will tell.
  private func withoutRoom(
    _ observed: [HostName: RolloutPlanner.Observation], plays: [Play]
  ) async -> [HostName: Trouble] {
    var missing: [ImageReference: [HostName]] = [:]
    for playHost in plays.flatMap(\.hosts) {
      guard let observation = observed[playHost.host], observation.survey.engine.freeBytes < Self.plenty
      else {
        continue
      }
      for spec in playHost.services where observation.images[spec.image] == nil && spec.pullPolicy != .never {
        missing[spec.image, default: []].append(playHost.host)
      }
    }
    let questions = missing.sorted { $0.key.description < $1.key.description }
    let sizes = await fanOut(questions, limit: context.forks) { image, hosts in
      await ImageLookup(context: context).downloadSize(
        of: image, through: hosts[0], architecture: observed[hosts[0]]?.survey.engine.architecture ?? "")
    }
    var needed: [HostName: Int64] = [:]
    for ((_, hosts), size) in zip(questions, sizes) {
      for host in Set(hosts) { needed[host, default: 0] += size ?? 0 }
    }
    var troubles: [HostName: Trouble] = [:]
    for (host, size) in needed {
      guard let free = observed[host]?.survey.engine.freeBytes, free < size * 2 else { continue }
      troubles[host] = Trouble(
        .diskFull,
        "\(free / 1_000_000) MB are free for images, and those to pull are \(size / 1_000_000) MB compressed",
        advice: "free space where the engine keeps images (docker system df, docker image prune)")
    }
    return troubles
  }

  /// With more than this nobody has to ask the registry first: 20 GB.
  private static let plenty: Int64 = 20_000_000_000
}
