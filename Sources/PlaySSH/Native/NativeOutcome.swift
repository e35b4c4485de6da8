/// What a libssh2 call answered. The library says `LIBSSH2_ERROR_EAGAIN` where it needs bytes that
/// have not come yet; the same call is made again, with the same arguments, when more have.
enum NativeOutcome<Value> {
  case incomplete
  case complete(Value)
  case failed(NativeError)
}
