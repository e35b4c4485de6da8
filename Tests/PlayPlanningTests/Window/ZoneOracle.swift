import Foundation
import PlayModel
import Testing

@testable import PlayFiles

/// Python's zoneinfo, an independent reader of the same time zone database.
enum ZoneOracle {
  /// Zones with every kind of rule: none, both hemispheres, half hours, a summer time that is the standard (Dublin),
  /// pauses (Casablanca, El Aaiun), changes at midnight and of half an hour, and ones that have given theirs up.
  static let zones = """
    UTC Asia/Shanghai Asia/Tokyo Asia/Kolkata Asia/Kathmandu Asia/Tehran Asia/Amman Asia/Beirut Asia/Gaza Asia/Jerusalem
    Europe/London Europe/Dublin Europe/Berlin Europe/Paris Europe/Moscow Europe/Istanbul Europe/Chisinau Europe/Lisbon
    America/New_York America/Chicago America/Denver America/Los_Angeles America/Phoenix America/St_Johns America/Sao_Paulo
    America/Santiago America/Asuncion America/Havana America/Nuuk America/Mexico_City America/Caracas Atlantic/Azores
    Africa/Cairo Africa/Casablanca Africa/El_Aaiun Africa/Johannesburg Australia/Sydney Australia/Adelaide
    Australia/Lord_Howe Australia/Perth Pacific/Auckland Pacific/Chatham Pacific/Apia Pacific/Fiji Antarctica/Troll
    """.split(whereSeparator: \.isWhitespace).map(String.init)

  static func rules(_ name: String) throws -> ZoneRules { try ZoneCatalog().rules(named: name) }

  /// - Returns: the lines the script writes.
  static func ask(_ arguments: [String], _ input: String) throws -> [String] {
    let script = project.appending(path: "Scripts/zone-oracle.py").path
    let questions = FileManager.default.temporaryDirectory.appending(path: "zones-\(UUID().uuidString)")
    try Data(input.utf8).write(to: questions)
    defer { try? FileManager.default.removeItem(at: questions) }
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["python3", script] + arguments
    process.standardInput = try FileHandle(forReadingFrom: questions)
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    let bytes = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
    return String(decoding: bytes, as: UTF8.self).split(separator: "\n").map(String.init)
  }

  static let project = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()
}
