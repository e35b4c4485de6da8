/// The container engine of a host, as it describes itself.
public struct EngineInfo: Sendable, Hashable, Codable {
  public enum Kind: String, Sendable, Hashable, Codable { case docker, podman }

  public var kind: Kind
  public var version: String
  /// What the engine calls itself; two logins that reach one engine see the same id.
  public var id: String
  public var architecture: String
  /// Free bytes where images and containers are kept.
  public var freeBytes: Int64

  public init(kind: Kind, version: String, id: String, architecture: String, freeBytes: Int64) {
    self.kind = kind
    self.version = version
    self.id = id
    self.architecture = architecture
    self.freeBytes = freeBytes
  }
}
