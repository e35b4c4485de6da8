/// A text that must never reach a log, a command line, the run store or an error.
///
/// It has no `Encodable` conformance on purpose and describes itself as `<secret>`; the one way to
/// the text is `reveal()`, so every use can be found by searching for that word.
public struct Secret: Sendable, Hashable, CustomStringConvertible, CustomDebugStringConvertible,
  CustomReflectable
{
  private let text: String

  public init(_ text: String) { self.text = text }

  public var description: String { "<secret>" }
  public var debugDescription: String { "<secret>" }
  public var customMirror: Mirror { Mirror(self, children: [:]) }

  /// The text itself, for the one place that hands it to the host or to libssh2.
  public func reveal() -> String { text }
}
