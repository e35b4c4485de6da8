import Foundation
import PlayModel

/// The system's time zone database.
public struct ZoneCatalog: Sendable {
  private let directory: String

  /// - Parameter directory: where the compiled zones lie; `nil` is the system's place (`TZDIR`, tzset(3)).
  public init(directory: String? = nil) {
    self.directory =
      directory ?? ProcessInfo.processInfo.environment["TZDIR"] ?? "/usr/share/zoneinfo"
  }

  /// Whose rules count, with their version where the database tells it: `/usr/share/zoneinfo, version 2025b`.
  public var origin: String {
    let table = FileManager.default.contents(atPath: "\(directory)/tzdata.zi")
    let line = table.map { String(decoding: $0.prefix(100), as: UTF8.self) }?.split(separator: "\n").first
    let mark = "# version "
    guard let line, line.hasPrefix(mark) else { return directory }
    return "\(directory), version \(line.dropFirst(mark.count))"
  }

  func rules(named name: String) throws(ValueFault) -> ZoneRules {
    guard FileManager.default.fileExists(atPath: directory) else {
      throw ValueFault("there is no time zone database in \(directory)", hint: "install the package tzdata")
    }
    let parts = name.split(separator: "/", omittingEmptySubsequences: false)
    // Nothing but names of zones: no path that leads elsewhere, none of the database's tables.
    let isName = parts.allSatisfy { part in
      part.first?.isUppercase == true
        && part.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "_-+".contains($0)) }
    }
    guard isName, let data = FileManager.default.contents(atPath: "\(directory)/\(name)"),
      let rules = ZoneFile.rules(Array(data), name: name)
    else {
      throw ValueFault(
        "`\(name)` is no time zone that this system knows",
        hint: NearestName.hint(name, in: names) ?? "write an IANA name such as Asia/Shanghai, or UTC")
    }
    return rules
  }

  /// The names in the database's own table.
  private var names: [String] {
    for table in ["tzdata.zi", "zone1970.tab"] {
      guard let data = FileManager.default.contents(atPath: "\(directory)/\(table)") else { continue }
      let lines = String(decoding: data, as: UTF8.self).split(separator: "\n")
      // tzdata.zi has `Z name …` and `L target name`; the tables have the name in the third column.
      return lines.compactMap { line in
        let words = line.split(omittingEmptySubsequences: false) { $0 == " " || $0 == "\t" }
        if table == "zone1970.tab" {
          return words.count > 2 && !line.hasPrefix("#") ? String(words[2]) : nil
        }
        if words.first == "Z", words.count > 1 { return String(words[1]) }
        return words.first == "L" && words.count > 2 ? String(words[2]) : nil
      }
    }
    return []
  }
}
