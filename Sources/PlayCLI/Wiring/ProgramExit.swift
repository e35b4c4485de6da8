import ArgumentParser

/// The program's exit codes that are not a run's outcome (DESIGN: commands).
enum ProgramExit {
  static let changesFound = ExitCode(10)
  static let badFile = ExitCode(65)
  static let internalError = ExitCode(1)
}
