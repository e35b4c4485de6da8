/// The id of one run, such as `20261122-162030-k3f9`: UTC start time and four characters more.
///
/// Ids sort by start time, are safe in file, container and label names, and are short enough to type.
public struct RunID: NameText {
  public let text: String

  public init(_ text: String) { self.text = text }
}
