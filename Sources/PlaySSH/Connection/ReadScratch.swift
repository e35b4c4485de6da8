/// Memory that bytes are read into before they go where they belong; one for all connections of an event loop, because
/// none of them keeps anything in it.
final class ReadScratch {
  let memory: UnsafeMutableRawBufferPointer

  init(byteCount: Int) { memory = .allocate(byteCount: byteCount, alignment: 64) }

  deinit { memory.deallocate() }
}
