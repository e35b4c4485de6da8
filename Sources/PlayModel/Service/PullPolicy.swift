/// When the image is pulled (Compose `pull_policy`).
public enum PullPolicy: String, Sendable, Hashable, Codable {
  /// Ask the registry every time. The default here: a tag may have moved.
  case always
  /// Only when the host does not have the image.
  case missing
  /// Never: the image must be on the host.
  case never
}
