import PlayModel

/// Collects what is wrong while reading goes on, so that a file's problems are all told at once.
final class ProblemLog {
  private(set) var problems: [FileProblem] = []
  /// Legal, but suspicious.
  private(set) var warnings: [FileProblem] = []
  /// Secret texts that were met, for redaction.
  private(set) var secrets: [Secret] = []

  func add(_ problem: FileProblem) {
    if !problems.contains(problem) { problems.append(problem) }
  }

  func add(at position: SourcePosition, _ message: String, hint: String? = nil) {
    add(FileProblem(at: position, message, hint: hint))
  }

  func add(_ fault: ValueFault, in what: String, at position: SourcePosition) {
    add(at: position, "`\(what)`: \(fault.message)", hint: fault.hint)
  }

  func note(_ secret: Secret) {
    if !secrets.contains(secret) { secrets.append(secret) }
  }

  func warn(at position: SourcePosition, _ message: String, hint: String? = nil) {
    let warning = FileProblem(at: position, message, hint: hint)
    if !warnings.contains(warning) { warnings.append(warning) }
  }

  /// Runs a parser of values; its fault becomes a problem of `what` at `position`.
  func attempt<Result>(_ what: String, at position: SourcePosition, _ read: () throws(ValueFault) -> Result)
    -> Result?
  {
    do throws(ValueFault) {
      return try read()
    } catch {
      add(error, in: what, at: position)
      return nil
    }
  }
}
