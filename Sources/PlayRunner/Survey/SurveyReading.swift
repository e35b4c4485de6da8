import Foundation
import PlayModel

/// Reads the report of `LookScripts.survey`.
struct SurveyReading {
  /// The fields of `docker info` that matter here.
  private struct Info: Decodable {
    let ID: String?
    let ServerVersion: String?
    let Architecture: String?
    let ServerErrors: [String]?
  }

  let host: HostName
  let engine: EngineInfo.Kind
  let report: ScriptReport
  /// When the report came.
  let now: Timestamp

  struct Finding {
    var survey: HostSurvey
    var images: [ImageReference: ResolvedImage]
    var skew: Duration?
  }

  /// Whether the script came as far as the lock.
  var engineAnswered: Bool {
    report.fact("missing") == nil && report.fact("down") == nil && info?.ServerVersion != nil
      && info?.ServerErrors?.first == nil
  }

  private var info: Info? {
    report.fact("info").flatMap { try? JSONDecoder().decode(Info.self, from: Data($0.utf8)) }
  }

  func finding() -> Result<Finding, Trouble> {
    if report.fact("missing") != nil {
      return .failure(EngineTrouble.missing(engine))
    }
    if report.fact("down") != nil {
      return .failure(engineDown(report.messages.last ?? "it does not answer"))
    }
    guard let info else {
      return .failure(engineDown(report.messages.last ?? "its answer is not understood"))
    }
    // Docker's client exits with 0 and tells of itself when it cannot reach the engine.
    if let error = info.ServerErrors?.first { return .failure(engineDown(error)) }
    guard let version = info.ServerVersion else {
      return .failure(engineDown("its answer is not understood"))
    }
    let engineInfo = EngineInfo(
      kind: engine, version: version, id: info.ID ?? "", architecture: info.Architecture ?? "",
      freeBytes: freeBytes)
    let survey = HostSurvey(
      host: host, engine: engineInfo,
      hostTime: Timestamp(milliseconds: (report.fact("time").flatMap(Int64.init) ?? 0) * 1000),
      containers: report.facts("container").compactMap(ContainerInspection.container),
      listeningPorts: Set(report.facts("listen").compactMap(Self.port)),
      imageDates: imageDates)
    let skew = report.fact("time") == nil ? nil : survey.hostTime.since(now)
    return .success(Finding(survey: survey, images: images, skew: skew))
  }

  private func engineDown(_ detail: String) -> Trouble { EngineTrouble.down(engine, detail) }

  private var images: [ImageReference: ResolvedImage] {
    var found: [ImageReference: ResolvedImage] = [:]
    for fact in report.facts("image") {
      let parts = fact.split(separator: " ", maxSplits: 1)
      guard parts.count == 2, let reference = ImageReference(String(parts[0])) else { continue }
      found[reference] = ImageInspection.parse(String(parts[1]), as: reference)
    }
    return found
  }

  private var imageDates: [String: String] {
    var dates: [String: String] = [:]
    for fact in report.facts("built") {
      let parts = fact.split(separator: " ", maxSplits: 1).map(String.init)
      guard parts.count == 2 else { continue }
      dates[ImageInspection.wholeID(parts[0])] = parts[1]
    }
    return dates
  }

  /// `df -Pk`: file system, blocks of 1024 bytes, used, available, … (POSIX).
  private var freeBytes: Int64 {
    let fields = (report.fact("disk") ?? "").split(separator: " ")
    // Not known is not full.
    guard fields.count > 3, let blocks = Int64(fields[3]) else { return .max }
    return blocks * 1024
  }

  /// `8080` of ss(8), or `0100007F:1F90` of `/proc/net/tcp` (proc(5)), address and port in hexadecimal.
  private static func port(_ text: String) -> Int? {
    let parts = text.split(separator: ":")
    return parts.count == 1 ? Int(text) : parts.last.flatMap { Int($0, radix: 16) }
  }
}
