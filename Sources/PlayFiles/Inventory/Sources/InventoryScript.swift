import Foundation
import PlayModel

/// How executable inventories are run; tests give one of their own.
public struct InventoryScriptRunner: Sendable {
  /// What a script printed, and how it ended.
  public struct Output: Sendable {
    public let stdout: Data
    public let stderr: Data
    public let status: Int32

    public init(stdout: Data, stderr: Data = Data(), status: Int32 = 0) {
      self.stdout = stdout
      self.stderr = stderr
      self.status = status
    }
  }

  /// Why a script did not come to an end.
  public enum Failure: Error, Sendable {
    case notStarted(String)
    case timedOut(after: Duration, stderr: Data)
    case tooMuchOutput
  }

  /// Runs the program at a path with arguments, in a folder.
  public let run:
    @Sendable (_ path: String, _ arguments: [String], _ directory: String) throws(Failure) -> Output

  public init(
    run:
      @escaping @Sendable (_ path: String, _ arguments: [String], _ directory: String) throws(Failure)
      -> Output
  ) {
    self.run = run
  }

  /// Runs scripts as child processes that must end within `deadline`, each.
  public static func process(deadline: Duration = .seconds(60)) -> InventoryScriptRunner {
    InventoryScriptRunner { (path, arguments, directory) throws(Failure) in
      try ScriptProcess(path: path, arguments: arguments, directory: directory, deadline: deadline).run()
    }
  }
}

/// An executable inventory: a program that prints Ansible's JSON.
struct InventoryScript {
  let path: String
  let name: String
  let directory: String
  let runner: InventoryScriptRunner

  /// Whether the file can be executed, with its x bit and with a `#!` line or as a program.
  ///
  /// A file with an x bit that is neither is an inventory in some text format that got the bit by
  /// accident, as on a file system without modes; Ansible goes on to those formats too.
  static func isExecutable(_ path: String, _ bytes: Data) -> Bool {
    FileManager.default.isExecutableFile(atPath: path)
      && (bytes.starts(with: Data("#!".utf8)) || bytes.starts(with: Data([0x7F] + Array("ELF".utf8))))
  }

  /// Runs the script with `arguments` and reads what it prints.
  ///
  /// - Returns: the document, or `nil` when nothing was printed.
  /// - Throws: a `FileProblem` that shows what the script wrote on stderr.
  func run(_ arguments: [String]) throws(FileProblem) -> YAMLNode? {
    let command = ([name] + arguments).joined(separator: " ")
    let position = SourcePosition(file: command)
    let output: InventoryScriptRunner.Output
    do throws(InventoryScriptRunner.Failure) {
      output = try runner.run(path, arguments, directory)
    } catch {
      throw Self.problem(error, at: position)
    }
    guard output.status == 0 else {
      throw FileProblem(
        at: position, "the inventory script failed with exit code \(output.status)",
        hint: Self.complaint(output.stderr) ?? "it wrote nothing on stderr")
    }
    guard let text = String(validating: output.stdout, as: UTF8.self) else {
      throw FileProblem(
        at: position, "the inventory script printed something that is not UTF-8",
        hint: Self.complaint(output.stderr))
    }
    if PythonText.strip(text).isEmpty { return nil }
    do {
      return try JSONReader.read(text, file: command)
    } catch {
      throw FileProblem(
        at: error.position, "the inventory script did not print JSON: \(error.message)",
        hint: Self.complaint(output.stderr))
    }
  }

  private static func problem(
    _ failure: InventoryScriptRunner.Failure, at position: SourcePosition
  ) -> FileProblem {
    switch failure {
    case .notStarted(let reason):
      FileProblem(at: position, "the inventory script could not be started: \(reason)")
    case .timedOut(let deadline, let stderr):
      FileProblem(
        at: position, "the inventory script did not end within \(deadline)", hint: complaint(stderr))
    case .tooMuchOutput:
      FileProblem(at: position, "the inventory script prints without end")
    }
  }

  /// The last lines of what the script wrote on stderr.
  private static func complaint(_ stderr: Data) -> String? {
    let lines = SourceLines(String(decoding: stderr, as: UTF8.self)).filter { !PythonText.strip($0).isEmpty }
    return lines.isEmpty ? nil : "it says: " + lines.suffix(20).joined(separator: "\n  ")
  }
}
