/// The lines of one or more known_hosts files, in order, with an index of the plain names.
struct KnownHosts: Sendable {
  struct Entry: Sendable, Hashable {
    let line: KnownHostsLine
    let file: String
  }

  private(set) var entries: [Entry] = []
  /// Entries whose names are all literal, by name.
  private var literal: [String: [Int]] = [:]
  /// Hashed names and patterns: each has to be tried.
  private var others: [Int] = []

  init() {}

  mutating func add(text: String, file: String) {
    var number = 0
    // By bytes: characters would have to be put together first, for a thousand hosts' lines.
    for line in text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
      number += 1
      if let line = KnownHostsLine(Substring(line), number: number) { add(Entry(line: line, file: file)) }
    }
  }

  mutating func add(_ entry: Entry) {
    let index = entries.count
    entries.append(entry)
    if case .patterns(let patterns) = entry.line.names, patterns.allSatisfy(\.isLiteral) {
      for pattern in patterns { literal[pattern.glob, default: []].append(index) }
    } else {
      others.append(index)
    }
  }

  /// The entries about a host, in the order of the files.
  func entries(about name: String) -> [Entry] {
    let found = (literal[name] ?? []) + others.filter { entries[$0].line.concerns(name) }
    return found.sorted().map { entries[$0] }
  }
}
