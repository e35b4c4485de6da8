import PlayModel

/// Reads the env files that services name, each one once.
final class EnvFileStore {
  struct Request: Hashable {
    /// As written: relative to the playbook's folder, or absolute.
    let path: String
    let isRequired: Bool
    let format: EnvFile.Format
    /// Where the playbook names the file.
    let position: SourcePosition
  }

  private let files: FileAccess
  private let playbook: String
  private var texts: [String: Result<String, FileAccess.Failure>] = [:]

  init(files: FileAccess, playbook: String) {
    self.files = files
    self.playbook = playbook
  }

  /// A file's variables. Faults of the file are added to the log, with positions in that file.
  func entries(of request: Request, after earlier: [EnvFile.Entry], log: ProblemLog) -> [EnvFile.Entry] {
    let path = FileAccess.path(request.path, besides: playbook)
    do throws(FileAccess.Failure) {
      let text = try text(of: path)
      let known = Dictionary(earlier.map { ($0.name, $0.value) }, uniquingKeysWith: { _, last in last })
      do throws(FileProblems) {
        return try EnvFile.parse(text, file: path, format: request.format, known: known)
      } catch {
        for problem in error.all { log.add(problem) }
      }
    } catch {
      if error == .missing, !request.isRequired { return [] }
      log.add(
        at: request.position, "the env file \(path) \(error.message)",
        hint: error == .missing ? "write `required: false` beside its `path` if it may be missing" : nil)
    }
    return []
  }

  private func text(of path: String) throws(FileAccess.Failure) -> String {
    if let known = texts[path] { return try known.get() }
    let result = Result { () throws(FileAccess.Failure) in try files.read(path) }
    texts[path] = result
    return try result.get()
  }
}
