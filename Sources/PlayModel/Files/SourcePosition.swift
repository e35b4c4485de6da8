/// A place in a file a user wrote. Lines and columns count from 1; 0 means the file as a whole.
public struct SourcePosition: Sendable, Hashable, Codable, CustomStringConvertible {
  public let file: String
  public let line: Int
  public let column: Int

  public init(file: String, line: Int = 0, column: Int = 0) {
    self.file = file
    self.line = line
    self.column = column
  }

  /// `file:line:column`, the form editors and terminals make a link of.
  public var description: String { line == 0 ? file : "\(file):\(line):\(column)" }
}
