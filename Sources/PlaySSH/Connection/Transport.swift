import NIOCore

/// What carries a connection's bytes: a TCP connection, or a channel of a jump host's connection.
/// Used on the connection's event loop only.
protocol Transport: AnyObject {
  /// `false`: the peer does not take bytes as fast as they are sent; more should wait.
  var isWritable: Bool { get }
  /// Takes the bytes and leaves the buffer empty, for the next ones.
  func send(_ bytes: inout ByteBuffer)
  /// Ends it; `Connection.ended` follows, unless it has been called before.
  func close()
}
