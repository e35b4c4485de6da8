import ArgumentParser
import Foundation
import PlayModel
import PlayRunner
import PlayStore

/// The program from its arguments to its exit code: the one place where errors become words on stderr.
public enum Program {
  public static func main() async {
    do {
      var command = try parse(Array(CommandLine.arguments.dropFirst()))
      if var asynchronous = command as? any AsyncParsableCommand {
        try await asynchronous.run()
      } else {
        try command.run()
      }
    } catch {
      end(with: error)
    }
  }

  /// The command that the arguments ask for.
  ///
  /// ArgumentParser looks at all commands of a tree before it parses one, which is a tenth of the program's start. So
  /// the command that is named first is parsed alone; what does not parse so, help and versions included, is parsed
  /// again from the root, which has the words for it.
  static func parse(_ arguments: [String]) throws -> any ParsableCommand {
    let named = SwiftplayCommand.configuration.subcommands.first {
      $0.configuration.commandName == arguments.first
    }
    if let named, named.configuration.subcommands.isEmpty,
      let command = try? named.parseAsRoot(Array(arguments.dropFirst())), type(of: command) == named
    {
      return command
    }
    return try SwiftplayCommand.parseAsRoot(arguments)
  }

  private static func end(with error: any Error) -> Never {
    switch error {
    case let problems as FileProblems:
      Console.complain(problems.description)
      let count = problems.all.count
      if count > 1 { Console.complain("\(count) problems; nothing was changed.") }
      exit(ProgramExit.badFile.rawValue)
    case let problem as FileProblem:
      Console.complain(problem.description)
      exit(ProgramExit.badFile.rawValue)
    case let failure as RunStoreError:
      Console.complain("swiftplay: \(failure)" + (failure.advice.map { "\n  \($0)" } ?? ""))
      exit(ProgramExit.code(of: failure).rawValue)
    case let failure as RecordFailure:
      if case .journalOvertaken(let run, _) = failure.cause as? RunStoreError {
        Console.complain(
          "swiftplay: another process has taken run \(run) up meanwhile, and this one has stopped; "
            + "swiftplay show \(run) tells how it stands")
        exit(RunOutcome.interrupted.exitCode)
      }
      Console.complain("swiftplay: \(failure)")
      exit(ProgramExit.internalError.rawValue)
    default:
      SwiftplayCommand.exit(withError: error)
    }
  }
}
