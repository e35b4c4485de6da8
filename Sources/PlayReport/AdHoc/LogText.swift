import Foundation
import PlayModel

/// Log lines for people and as JSON (docs/json.md).
public enum LogText {
  /// `host: line`, newline included.
  public static func line(_ entry: LogEntry, style: ReportStyle, terminal: Bool) -> [UInt8] {
    HostPrefix.line(entry.host, entry.text, style: style, terminal: terminal)
  }

  /// One `log.entry`, newline included.
  public static func json(_ entry: LogEntry, service: ServiceName) -> [UInt8] {
    var fields = JSONFields()
    fields.add("type", "log.entry")
    fields.add("time", time(entry.time))
    fields.add("host", entry.host.text)
    fields.add("service", service.text)
    fields.add("container", entry.container)
    fields.add("stream", entry.stream.rawValue)
    fields.add("text", String(decoding: entry.text, as: UTF8.self))
    // Only for bytes that text cannot say.
    let isText = String(validating: entry.text, as: UTF8.self) != nil
    fields.add("text_base64", isText ? nil : Data(entry.text).base64EncodedString())
    return Array((fields.object.text + "\n").utf8)
  }

  /// Why a host is silent at the moment, for stderr.
  public static func lost(_ host: HostName, _ trouble: Trouble) -> String {
    "\(host): \(TroubleText.sentence(trouble)); trying again"
  }

  /// That a host's lines come again, for stderr.
  public static func found(_ host: HostName, container: String) -> String {
    "\(host): following \(container)"
  }

  /// RFC 3339 in UTC with nanoseconds.
  static func time(_ time: EngineTime) -> String {
    let whole = TimeText.rfc3339(Timestamp(milliseconds: time.seconds * 1000)).dropLast(5)
    let digits = String(Int(time.nanoseconds) + 1_000_000_000).dropFirst()
    return "\(whole).\(digits)Z"
  }
}
