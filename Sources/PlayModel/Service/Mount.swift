/// One volume of a container (Compose `volumes`).
public struct Mount: Sendable, Hashable, Codable {
  public enum Kind: String, Sendable, Hashable, Codable { case bind, volume, tmpfs }

  public var kind: Kind
  /// Host path of a bind, name of a volume; `nil` for tmpfs and anonymous volumes.
  public var source: String?
  /// Absolute path in the container.
  public var target: String
  public var readOnly: Bool
  /// Bind only: whether the engine makes a missing host path (short syntax: yes; long syntax: as written).
  public var createHostPath: Bool
  /// Bind only: `rprivate`, `rshared`, …
  public var propagation: String?
  /// Bind only: SELinux relabelling, `z` or `Z`.
  public var selinux: String?
  /// Volume only: do not fill a new volume from the image.
  public var noCopy: Bool
  /// tmpfs only, bytes.
  public var size: Int?
  /// tmpfs only, file mode bits.
  public var mode: Int?

  public init(
    kind: Kind, source: String? = nil, target: String, readOnly: Bool = false, createHostPath: Bool = false,
    propagation: String? = nil, selinux: String? = nil, noCopy: Bool = false, size: Int? = nil,
    mode: Int? = nil
  ) {
    self.kind = kind
    self.source = source
    self.target = target
    self.readOnly = readOnly
    self.createHostPath = createHostPath
    self.propagation = propagation
    self.selinux = selinux
    self.noCopy = noCopy
    self.size = size
    self.mode = mode
  }
}
