/// Memory that libssh2 reads channel data into before it goes where it belongs; one for all connections
/// of an event loop, because none of them keeps anything in it.
final class ReadScratch {
  let memory: UnsafeMutableRawBufferPointer

  init() { memory = .allocate(byteCount: 32 * 1024, alignment: 16) }

  deinit { memory.deallocate() }
}
