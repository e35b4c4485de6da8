import Foundation
import PlayModel

/// The words about copied files.
public enum CopyText {
  /// What one host's copy came to.
  public struct Amount: Sendable, Hashable {
    public var files: Int
    public var bytes: Int

    public init(files: Int = 0, bytes: Int = 0) {
      self.files = files
      self.bytes = bytes
    }
  }

  private struct Line: Encodable {
    let type = "copy.result"
    let host: String
    let outcome: String
    let files: Int
    let bytes: Int
    let path: String?
    let error: String?
  }

  /// `h1: 3 files, 1.2 MB in /srv/shop`, or why not.
  public static func line(_ result: ExecResult, _ amount: Amount, path: String?) -> String {
    let troubles = ExecText.trouble(result)
    guard troubles.isEmpty else { return troubles.map { "\(result.host): \($0)" }.joined(separator: "\n") }
    let files = amount.files == 1 ? "1 file" : "\(amount.files) files"
    let place = path.map { ", \($0)" } ?? ""
    return "\(result.host): \(files), \(size(amount.bytes))\(place)"
  }

  /// `3 of 12 hosts done, 45.1 MB of 120.0 MB, 12.3 MB a second`.
  public static func progress(
    hosts: Int, of count: Int, bytes: Int, expected: Int, for time: Duration
  ) -> String {
    let seconds = max(time / .seconds(1), 0.001)
    return "\(hosts) of \(count) hosts done, \(size(bytes)) of \(size(max(expected, bytes))), "
      + "\(size(Int(Double(bytes) / seconds))) a second"
  }

  public static func json(_ result: ExecResult, _ amount: Amount, path: String?) -> String {
    let line = Line(
      host: result.host.text, outcome: result.outcome.rawValue, files: amount.files, bytes: amount.bytes,
      path: path, error: result.detail)
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return (try? encoder.encode(line)).map { String(decoding: $0, as: UTF8.self) + "\n" } ?? ""
  }

  /// `12.3 MB`, in powers of ten, as disks are sold.
  static func size(_ bytes: Int) -> String {
    var amount = Double(bytes)
    for unit in ["bytes", "kB", "MB", "GB"] {
      if amount < 1000 || unit == "GB" {
        return unit == "bytes" ? "\(bytes) bytes" : String(format: "%.1f ", amount) + unit
      }
      amount /= 1000
    }
    return "\(bytes) bytes"
  }
}
