import PlayModel
import Foundation

/// One host's answer as a JSON line (docs/json.md).
public enum ExecJSON {
  private struct Line: Encodable {
    let type = "exec.result"
    let host: String
    let outcome: String
    let exit: Int?
    let stdout: String
    let stderr: String
    let stdout_base64: String?
    let stderr_base64: String?
    let error: String?
  }

  public static func line(_ result: ExecResult, stdout: [UInt8], stderr: [UInt8]) -> String {
    let line = Line(
      host: result.host.text, outcome: result.outcome.rawValue, exit: result.exit,
      stdout: String(decoding: stdout, as: UTF8.self), stderr: String(decoding: stderr, as: UTF8.self),
      stdout_base64: base64(stdout), stderr_base64: base64(stderr), error: result.detail)
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    // Texts, numbers and nil: there is nothing in it that cannot be encoded.
    guard let data = try? encoder.encode(line) else { return "" }
    return String(decoding: data, as: UTF8.self) + "\n"
  }

  /// Only for bytes that text cannot say.
  private static func base64(_ bytes: [UInt8]) -> String? {
    String(validating: bytes, as: UTF8.self) == nil ? Data(bytes).base64EncodedString() : nil
  }
}
