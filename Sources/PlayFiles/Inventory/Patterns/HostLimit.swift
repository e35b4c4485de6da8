import Foundation
import PlayModel

/// What `--limit` says: a second pattern that a selection must also match. `@FILE` reads terms from a
/// file, one a line.
public struct HostLimit: Sendable, Hashable {
  public let terms: [String]

  /// - Parameters:
  ///   - argument: as given on the command line.
  ///   - directory: what the files of `@FILE` are relative to.
  /// - Throws: a `FileProblem` when the limit is empty, or such a file is missing or is none.
  public init(_ argument: String, directory: String) throws(FileProblem) {
    var terms: [String] = []
    for term in HostPattern(argument).terms {
      guard term.hasPrefix("@") else {
        terms.append(term)
        continue
      }
      let name = String(term.dropFirst())
      let path = name.hasPrefix("/") ? name : directory + "/" + name
      var isDirectory: ObjCBool = false
      guard FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory) else {
        throw FileProblem(at: SourcePosition(file: name), "the file of --limit is not there")
      }
      guard !isDirectory.boolValue else {
        throw FileProblem(at: SourcePosition(file: name), "--limit @ takes a file, and this is a folder")
      }
      let text = try SourceFile.read(path, name: name)
      terms += text.utf8.split(separator: 0x0A).map { PythonText.strip(String(decoding: $0, as: UTF8.self)) }
        .filter { !$0.isEmpty }
    }
    // Ansible takes an empty limit, also that of an empty file, for no limit at all: a slip in a shell
    // variable would then change every host.
    guard !terms.isEmpty else {
      throw FileProblem(
        at: SourcePosition(file: argument.hasPrefix("@") ? String(argument.dropFirst()) : "--limit"),
        "the limit names no hosts", hint: "leave --limit out to mean all hosts of the pattern")
    }
    self.terms = terms
  }
}
