/// The container engine of a host, as it describes itself.
public struct EngineInfo: Sendable, Hashable, Codable {
  public enum Kind: String, Sendable, Hashable, Codable { case docker, podman }

  public var kind: Kind
  public var version: String
  /// Docker's API version, `1.41`.
  public var apiVersion: String
  public var architecture: String
  /// Free bytes where images and containers are kept.
  public var freeBytes: Int64

  public init(kind: Kind, version: String, apiVersion: String, architecture: String, freeBytes: Int64) {
    self.kind = kind
    self.version = version
    self.apiVersion = apiVersion
    self.architecture = architecture
    self.freeBytes = freeBytes
  }
}
