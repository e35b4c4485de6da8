import Foundation
import PlayModel
import Testing

@testable import PlayFiles

/// Ansible itself, answering through Scripts/inventory-oracle.py.
final class AnsibleOracle {
  private let process = Process()
  private let questions = Pipe()
  private let answers = Pipe()
  private var buffer = Data()

  /// The folder of Ansible's programs: `bin` of `SWIFTPLAY_ORACLE`, or where `ansible-inventory` of version
  /// 2.19 is found on the PATH.
  static let folder: String? = {
    let environment = ProcessInfo.processInfo.environment
    if let set = environment["SWIFTPLAY_ORACLE"], !set.isEmpty { return set + "/bin" }
    for folder in (environment["PATH"] ?? "").split(separator: ":").map(String.init) {
      let program = folder + "/ansible-inventory"
      guard FileManager.default.isExecutableFile(atPath: program),
        FileManager.default.isExecutableFile(atPath: folder + "/python3"),
        let version = try? InventoryScriptRunner.process().run(program, ["--version"], "/")
      else { continue }
      if String(decoding: version.stdout, as: UTF8.self).contains("core 2.19") { return folder }
    }
    return nil
  }()

  init() throws {
    let folder = try #require(Self.folder)
    process.executableURL = URL(fileURLWithPath: folder + "/python3")
    process.arguments = [Fixture.repository + "/Scripts/inventory-oracle.py"]
    process.standardInput = questions
    process.standardOutput = answers
    if ProcessInfo.processInfo.environment["ORACLE_VERBOSE"] == nil {
      process.standardError = FileHandle.nullDevice
    }
    try process.run()
  }

  deinit {
    questions.fileHandleForWriting.closeFile()
    process.waitUntilExit()
  }

  func ask(_ question: Value) throws -> Value {
    try questions.fileHandleForWriting.write(contentsOf: Data((question.jsonText() + "\n").utf8))
    while true {
      if let end = buffer.firstIndex(of: 0x0A) {
        let line = String(decoding: buffer[..<end], as: UTF8.self)
        buffer = Data(buffer[(end + 1)...])
        return try JSONReader.read(line, file: "answer").value
      }
      let more = answers.fileHandleForReading.availableData
      try #require(!more.isEmpty, "the oracle ended")
      buffer += more
    }
  }
}

extension Value {
  subscript(key: String) -> Value? {
    if case .map(let map) = self { map[key] } else { nil }
  }

  var items: [Value]? { if case .list(let items) = self { items } else { nil } }
  var text: String? { if case .string(let text) = self { text } else { nil } }
}
