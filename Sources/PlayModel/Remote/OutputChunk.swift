/// A piece of a running command's output, in the order it came on its stream.
public struct OutputChunk: Sendable, Hashable {
  public enum Stream: String, Sendable, Hashable, Codable { case stdout, stderr }

  public let stream: Stream
  public let bytes: [UInt8]

  public init(stream: Stream, bytes: [UInt8]) {
    self.stream = stream
    self.bytes = bytes
  }
}
