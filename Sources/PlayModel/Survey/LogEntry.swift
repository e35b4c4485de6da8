/// One line that a container wrote.
public struct LogEntry: Sendable, Hashable {
  public var host: HostName
  /// The container's name.
  public var container: String
  /// The container's own stream.
  public var stream: OutputChunk.Stream
  /// When the engine took it.
  public var time: EngineTime
  /// Without the newline; any bytes.
  public var text: [UInt8]

  public init(
    host: HostName, container: String, stream: OutputChunk.Stream, time: EngineTime, text: [UInt8]
  ) {
    self.host = host
    self.container = container
    self.stream = stream
    self.time = time
    self.text = text
  }
}
