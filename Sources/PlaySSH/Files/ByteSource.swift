/// Bytes to be sent, given out piece by piece. Used on one event loop.
protocol ByteSource: AnyObject {
  /// How many there are in all.
  var count: Int { get }
  /// The next piece, of at most `limit` bytes; empty at the end.
  func next(upTo limit: Int) throws(ByteSourceProblem) -> ArraySlice<UInt8>
}

/// A file that cannot be read.
struct ByteSourceProblem: Error, Hashable {
  let text: String
}
