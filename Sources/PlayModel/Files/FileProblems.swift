/// All problems found in one reading, so that a user mends a file once and not ten times.
public struct FileProblems: Error, Sendable, CustomStringConvertible {
  public let all: [FileProblem]

  public init(_ all: [FileProblem]) { self.all = all }

  public var description: String { all.map(\.description).joined(separator: "\n") }
}
