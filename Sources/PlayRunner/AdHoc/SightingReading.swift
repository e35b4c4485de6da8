import Foundation
import PlayModel
import PlayPlanning

/// Reads the report of `AdHocScripts.containers`.
struct SightingReading {
  /// The line `=more {…}`.
  private struct More: Decodable {
    struct Config: Decodable {
      let Memory: Int64?
      let NanoCpus: Int64?
      let CpuQuota: Int64?
      let CpuPeriod: Int64?
    }

    let id: String
    let config: Config?
    let finished: String?

    var memory: Int64? { config?.Memory.flatMap { $0 > 0 ? $0 : nil } }

    /// Docker keeps `--cpus` as such; a quota within a period is the older way to say it.
    var processors: Double? {
      if let nano = config?.NanoCpus, nano > 0 { return Double(nano) / 1_000_000_000 }
      guard let quota = config?.CpuQuota, let period = config?.CpuPeriod, quota > 0, period > 0 else {
        return nil
      }
      return Double(quota) / Double(period)
    }
  }

  let host: HostName
  let engine: EngineInfo.Kind
  let report: ScriptReport

  func finding() -> Result<[ContainerSighting], Trouble> {
    if report.fact("missing") != nil { return .failure(EngineTrouble.missing(engine)) }
    guard report.fact("down") == nil, let time = report.fact("time").flatMap(Int64.init) else {
      return .failure(EngineTrouble.down(engine, report.messages.last ?? "it does not answer"))
    }
    let seenAt = Timestamp(milliseconds: time * 1000)
    let mores = report.facts("more").compactMap {
      try? JSONDecoder().decode(More.self, from: Data($0.utf8))
    }
    let moreByID = Dictionary(mores.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    let usages = report.facts("usage").compactMap(Self.usage)
    return .success(
      report.facts("container").compactMap(ContainerInspection.container).map { container in
        let more = moreByID[container.id]
        return ContainerSighting(
          host: host, container: container, place: Self.place(container), seenAt: seenAt,
          startedAt: Self.time(container.startedAt), finishedAt: more?.finished.flatMap(Self.time),
          memoryLimit: more?.memory, processorLimit: more?.processors,
          usage: container.status == .running
            ? usages.first { container.id.hasPrefix($0.id) }?.usage : nil)
      })
  }

  private static func place(_ container: ObservedContainer) -> ContainerSighting.Place {
    guard container.labels[ContainerLabel.service] != nil else { return .foreign }
    guard ContainerNames.isTemporary(container.name) else { return .current }
    return container.name.hasSuffix(".next") ? .next : .previous
  }

  /// `nil` for the year 1, with which engines say never.
  private static func time(_ text: String) -> Timestamp? {
    EngineTime(text).flatMap { $0.seconds > 0 ? $0.timestamp : nil }
  }

  /// `4f3a… 12.50% 5.1MiB / 7.6GiB`
  private static func usage(_ line: String) -> (id: String, usage: ContainerSighting.Usage)? {
    let words = line.split(separator: " ")
    guard words.count >= 3, words[1].hasSuffix("%"), let percent = Double(words[1].dropLast()),
      let memory = bytes(words[2])
    else { return nil }
    return (String(words[0]), ContainerSighting.Usage(memory: memory, processors: percent / 100))
  }

  /// Docker writes KiB, MiB, …, Podman kB, MB, …
  private static func bytes(_ text: Substring) -> Int64? {
    let number = text.prefix { $0.isNumber || $0 == "." }
    let units: [String: Double] = [
      "B": 1, "kB": 1e3, "KB": 1e3, "MB": 1e6, "GB": 1e9, "TB": 1e12, "KiB": 1024, "MiB": 1_048_576,
      "GiB": 1_073_741_824, "TiB": 1_099_511_627_776,
    ]
    guard let value = Double(number), let unit = units[String(text[number.endIndex...])] else { return nil }
    return Int64(value * unit)
  }
}
