/// Says of each piece that is given out how long it is.
final class MeteredBytes: ByteSource {
  private let source: any ByteSource
  private let told: @Sendable (Int) -> Void

  init(_ source: any ByteSource, told: @escaping @Sendable (Int) -> Void) {
    self.source = source
    self.told = told
  }

  var count: Int { source.count }

  func next(upTo limit: Int) throws(ByteSourceProblem) -> ArraySlice<UInt8> {
    let piece = try source.next(upTo: limit)
    if !piece.isEmpty { told(piece.count) }
    return piece
  }
}
