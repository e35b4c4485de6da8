/// Bytes that are all there.
final class BytesInMemory: ByteSource {
  private var rest: ArraySlice<UInt8>
  let count: Int

  init(_ bytes: [UInt8]) {
    rest = bytes[...]
    count = bytes.count
  }

  func next(upTo limit: Int) -> ArraySlice<UInt8> {
    let piece = rest.prefix(limit)
    rest = rest.dropFirst(limit)
    return piece
  }
}
