import Foundation

/// A program of the system, run to its end.
enum Tool {
  struct Failure: Error, CustomStringConvertible {
    let description: String
  }

  @discardableResult
  static func run(_ program: String, _ arguments: [String]) throws -> String {
    let output = NSTemporaryDirectory() + "swiftplay-tool-" + UUID().uuidString
    defer { unlink(output) }
    let status = try Child(program, arguments, output: output).wait()
    let text = (try? String(contentsOfFile: output, encoding: .utf8)) ?? ""
    guard status == 0 else {
      throw Failure(description: "\(program) \(arguments.joined(separator: " ")): \(text)")
    }
    return text
  }
}
