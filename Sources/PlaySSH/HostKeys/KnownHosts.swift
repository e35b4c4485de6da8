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
    for line in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
      number += 1
      if let line = KnownHostsLine(line, number: number) { add(Entry(line: line, file: file)) }
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
