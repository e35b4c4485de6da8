import ArgumentParser
import PlayStore

/// The program's exit codes that are not a run's outcome (DESIGN: commands).
enum ProgramExit {
  static let changesFound = ExitCode(10)
  static let badFile = ExitCode(65)
  static let internalError = ExitCode(1)
  /// EX_USAGE of sysexits.h.
  static let usage = ExitCode(64)

  /// Naming a run that there is not is a mistake on the command line.
  static func code(of failure: RunStoreError) -> ExitCode {
    switch failure {
    case .runNotFound, .runAmbiguous: usage
    default: internalError
    }
  }
}
