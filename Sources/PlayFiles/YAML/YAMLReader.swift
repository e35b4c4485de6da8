import Foundation
import PlayModel
internal import Yams

/// Reads one YAML document as PyYAML's safe loader does, with every node's position.
///
/// Differences on purpose: a key written twice in one mapping is an error, and a document that
/// aliases blow up beyond reason is refused.
public enum YAMLReader {
  /// Nodes a document may grow to: generous for a merged template in every host of a large
  /// inventory, small enough that an alias bomb ends in an error and not in swapping.
  static func nodeLimit(bytes: Int) -> Int { max(200_000, 10 * bytes) }
  /// Nesting beyond this is no configuration; PyYAML's recursion ends not far above it.
  static let depthLimit = 200

  /// Reads the document in `text`.
  ///
  /// - Parameters:
  ///   - text: the file's content.
  ///   - file: the name that positions show.
  ///   - allowsSecretTag: whether `!secret` may mark a scalar, as in playbooks; Ansible's files do not have it.
  /// - Returns: the document's root, or `nil` when there is none (only white space and comments).
  /// - Throws: a `FileProblem` for bad syntax, a duplicate key, an unknown tag, a value that its tag
  ///   or type does not allow, an encrypted file, or an alias bomb.
  public static func read(
    _ text: String, file: String, allowsSecretTag: Bool = false
  ) throws(FileProblem) -> YAMLNode? {
    let text = text.unicodeScalars.first == "\u{FEFF}" ? String(text.unicodeScalars.dropFirst()) : text
    try YAMLPrecheck(text: text, file: file).check()
    let hasTags = text.utf8.contains(UInt8(ascii: "!"))
    let document = try compose(text, file: file, hasTags: hasTags)
    guard let root = document.root else { return nil }
    var builder = YAMLTreeBuilder(
      file: file, nodeLimit: nodeLimit(bytes: text.utf8.count), allowsSecretTag: allowsSecretTag,
      hasTags: hasTags)
    do {
      return try builder.build(root)
    } catch {
      if builder.refusedDepth {
        // A chain of nested aliases can be deeper than the stack that freeing it would need.
        // The program ends with this error, so the tree is left alone instead.
        _ = Unmanaged.passRetained(document)
      }
      throw error
    }
  }

  /// Keeps Yams's parser, which owns the anchors, together with the tree it made.
  private final class Document {
    let parser: Parser
    let root: Node?

    init(_ parser: Parser, _ root: Node?) {
      self.parser = parser
      self.root = root
    }
  }

  private static func compose(_ text: String, file: String, hasTags: Bool) throws(FileProblem) -> Document {
    do {
      let parser = try Parser(
        yaml: text, resolver: YAMLTreeBuilder.resolver(hasTags: hasTags), constructor: .default,
        encoding: .utf8)
      return Document(parser, try parser.singleRoot())
    } catch {
      throw YAMLSyntaxProblem(text: text, file: file).problem(for: error)
    }
  }
}
