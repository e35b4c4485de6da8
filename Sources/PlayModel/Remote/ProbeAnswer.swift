/// What a probed socket answered.
public enum ProbeAnswer: Sendable, Hashable {
  case connected
  /// An HTTP answer; the body is cut at 64 KiB.
  case http(status: Int, body: [UInt8])
  /// Nobody listens there, or it closed or spoke nonsense; the text says which.
  case refused(String)
  case timedOut
}
