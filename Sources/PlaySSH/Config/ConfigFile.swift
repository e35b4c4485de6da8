import PlayModel

/// One file of OpenSSH's client configuration, read and checked once for all hosts.
struct ConfigFile: Sendable, Hashable {
  let path: String
  let blocks: [ConfigBlock]

  /// Whether a `Match final` is anywhere in it: ssh then goes through its files a second time.
  let mentionsFinal: Bool
  /// Whether a `Match exec` is anywhere in it.
  let runsCommands: Bool
  /// Keywords that ssh does not know, wherever they stand, those in included files too.
  let unknown: [ConfigBlock.Line]

  init(path: String, blocks: [ConfigBlock]) {
    self.path = path
    self.blocks = blocks
    mentionsFinal =
      blocks.contains { $0.criteria.contains { $0.test == .final } }
      || blocks.contains { $0.includes.contains(where: \.mentionsFinal) }
    runsCommands =
      blocks.contains { $0.criteria.contains(where: \.runsCommand) }
      || blocks.contains { $0.includes.contains(where: \.runsCommands) }
    unknown = blocks.flatMap(\.unknown)
  }
}

/// What stands under one `Host` or `Match` line.
struct ConfigBlock: Sendable, Hashable {
  enum Condition: Sendable, Hashable {
    /// The lines before the first `Host` or `Match`: they hold where the file is included.
    case inherited
    case host([ConfigPattern])
    case match([MatchCriterion])
  }

  enum Entry: Sendable, Hashable {
    case setting(ConfigSetting)
    case include([ConfigFile])
  }

  struct Line: Sendable, Hashable {
    let entry: Entry
    let position: SourcePosition
  }

  let condition: Condition
  let position: SourcePosition
  var lines: [Line] = []

  var criteria: [MatchCriterion] {
    if case .match(let criteria) = condition { return criteria }
    return []
  }

  /// ssh minds an unknown keyword also where the block does not hold.
  var unknown: [Line] {
    lines.flatMap { line -> [Line] in
      switch line.entry {
      case .setting(.unknown): [line]
      case .setting: []
      case .include(let files): files.flatMap(\.unknown)
      }
    }
  }

  var includes: [ConfigFile] {
    lines.flatMap { line -> [ConfigFile] in
      if case .include(let files) = line.entry { return files }
      return []
    }
  }
}
