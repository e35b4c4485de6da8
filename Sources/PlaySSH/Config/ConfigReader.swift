import PlayModel

#if canImport(Glibc)
  import Glibc
#endif

/// Reads files of OpenSSH's client configuration with all they include, and collects what is wrong in them.
struct ConfigReader {
  /// As in OpenSSH (readconf.c, READCONF_MAX_DEPTH).
  private static let deepestInclude = 16
  /// OpenSSH has no such limit; patterns that match one another's files would grow without it.
  private static let mostFiles = 1000

  let home: String
  /// The user's own file: its includes are sought in `~/.ssh`, those of the machine's in `/etc/ssh`.
  let isUsers: Bool
  private(set) var problems: [FileProblem] = []
  private var fileCount = 0

  init(home: String, isUsers: Bool) {
    self.home = home
    self.isUsers = isUsers
  }

  /// - Parameter checksOwner: refuse a file that others could have written, as ssh does with `~/.ssh/config`
  ///   and everything included.
  /// - Returns: `nil` where there is no such file, or where it cannot be read, which is then a problem.
  mutating func read(_ path: String, checksOwner: Bool, depth: Int = 0) -> ConfigFile? {
    fileCount += 1
    guard fileCount <= Self.mostFiles else {
      if fileCount == Self.mostFiles + 1 {
        problem(at: SourcePosition(file: path), "more than \(Self.mostFiles) files are included")
      }
      return nil
    }
    let text: ConfigText
    do throws(ConfigText.Failure) {
      text = try ConfigText(path: path)
    } catch {
      if error != .missing { problem(at: SourcePosition(file: path), error.text) }
      return nil
    }
    if checksOwner, !text.isTrusted {
      problem(
        at: SourcePosition(file: path), "others may write this file: ssh takes no configuration from it",
        hint: "chown it to yourself and: chmod go-w \(path)")
      return nil
    }
    return file(path, text.bytes, depth: depth)
  }

  mutating func file(_ path: String, _ bytes: [UInt8], depth: Int = 0) -> ConfigFile {
    var blocks = [
      ConfigBlock(condition: .inherited, position: SourcePosition(file: path, line: 1, column: 1))
    ]
    var number = 0
    for bytes in bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
      number += 1
      var position = SourcePosition(file: path, line: number, column: 1)
      do throws(SSHOptionProblem) {
        guard let line = try ConfigLine(bytes) else { continue }
        position = SourcePosition(file: path, line: number, column: line.indent + 1)
        switch line.keyword {
        case "host": blocks.append(ConfigBlock(condition: .host(try Self.hosts(line)), position: position))
        case "match":
          blocks.append(
            ConfigBlock(
              condition: .match(try MatchCriterion.criteria(in: line.rest[...])), position: position))
        case "include":
          let files = include(line, at: position, depth: depth)
          blocks[blocks.count - 1].lines.append(.init(entry: .include(files), position: position))
        default:
          let setting = try ConfigSetting(line)
          if setting == .withoutEffect { continue }
          blocks[blocks.count - 1].lines.append(.init(entry: .setting(setting), position: position))
        }
      } catch {
        problem(at: position, error.text, hint: error.hint)
      }
    }
    return ConfigFile(path: path, blocks: blocks)
  }

  private static func hosts(_ line: ConfigLine) throws(SSHOptionProblem) -> [ConfigPattern] {
    guard !line.arguments.isEmpty, !line.arguments.contains("") else {
      throw SSHOptionProblem(text: "Host has an empty pattern", hint: "for every host: Host *")
    }
    return line.arguments.map { ConfigPattern($0) }
  }

  // MARK: Include

  private mutating func include(
    _ line: ConfigLine, at position: SourcePosition, depth: Int
  ) -> [ConfigFile] {
    guard depth < Self.deepestInclude else {
      problem(
        at: position, "includes go deeper than \(Self.deepestInclude) files",
        hint: "does a file include itself?")
      return []
    }
    var files: [ConfigFile] = []
    for word in line.arguments {
      guard let pattern = pattern(word, at: position) else { continue }
      for path in ConfigGlob.paths(pattern) {
        // The first file that is too deep is said once; everything beside it would say it again.
        if let last = problems.last, last.message.hasPrefix("includes go deeper") { return files }
        if let file = read(path, checksOwner: true, depth: depth + 1) { files.append(file) }
      }
    }
    return files
  }

  private mutating func pattern(_ word: String, at position: SourcePosition) -> String? {
    guard !word.isEmpty else {
      problem(at: position, "Include has an empty path")
      return nil
    }
    if word.hasPrefix("~") {
      guard isUsers else {
        problem(at: position, "Include \(word): nobody's home is meant here", hint: "write an absolute path")
        return nil
      }
      do throws(SSHOptionProblem) { return try HomePath.expanded(word, home: home) } catch {
        problem(at: position, error.text, hint: error.hint)
        return nil
      }
    }
    if word.hasPrefix("/") { return word }
    return (isUsers ? home + "/.ssh/" : "/etc/ssh/") + word
  }

  private mutating func problem(at position: SourcePosition, _ message: String, hint: String? = nil) {
    problems.append(FileProblem(at: position, message, hint: hint))
  }
}
