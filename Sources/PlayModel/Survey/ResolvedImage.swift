/// What an image reference stands for on one host, once it has been pulled or looked up.
public struct ResolvedImage: Sendable, Hashable, Codable {
  /// `sha256:…` of the manifest in the registry; `nil` for an image that only exists on the host.
  public var digest: String?
  /// The image's own id, the same for all containers made from it.
  public var imageID: String
  /// When the image was built, RFC 3339 as the engine prints it.
  public var created: String

  public init(digest: String?, imageID: String, created: String = "") {
    self.digest = digest
    self.imageID = imageID
    self.created = created
  }
}
