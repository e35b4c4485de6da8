import NIOCore
import NIOEmbedded
import NIOHTTP1
import PlayModel

/// One GET and its answer, over bytes that somebody else moves. NIO's codec runs in an embedded channel,
/// so what is HTTP is decided by it.
final class HTTPExchange {
  /// What is kept of a body; `ProbeAnswer` says so.
  private static let bodyLimit = 64 * 1024

  private let codec = EmbeddedChannel()
  private var request: [UInt8] = []
  private var sent = 0
  private var status: Int?
  private var body: [UInt8] = []
  private(set) var answer: ProbeAnswer?

  init(path: String, hostHeader: String, headers: [String: String]) throws {
    try codec.pipeline.syncOperations.addHTTPClientHandlers(leftOverBytesStrategy: .dropBytes)
    try codec.connect(to: SocketAddress(ipAddress: "127.0.0.1", port: 80)).wait()
    var fields = HTTPHeaders([("Host", hostHeader), ("User-Agent", "swiftplay"), ("Accept", "*/*")])
    for (name, value) in headers.sorted(by: { $0.key < $1.key }) {
      fields.replaceOrAdd(name: name, value: value)
    }
    fields.replaceOrAdd(name: "Connection", value: "close")
    try codec.writeOutbound(
      HTTPClientRequestPart.head(HTTPRequestHead(version: .http1_1, method: .GET, uri: path, headers: fields))
    )
    try codec.writeOutbound(HTTPClientRequestPart.end(nil))
    while let bytes = try codec.readOutbound(as: ByteBuffer.self) { request += bytes.readableBytesView }
  }

  /// Sends what the channel takes of the request.
  func send(on channel: NativeChannel) -> Bool {
    var progressed = false
    while sent < request.count {
      let outcome = request.withUnsafeBytes { channel.write(UnsafeRawBufferPointer(rebasing: $0[sent...])) }
      guard case .complete(let count) = outcome, count > 0 else { return progressed }
      sent += count
      progressed = true
    }
    return progressed
  }

  func receive(_ bytes: UnsafeRawBufferPointer) {
    guard answer == nil else { return }
    do {
      try codec.writeInbound(ByteBuffer(bytes: bytes))
      try takeParts()
    } catch {
      answer = .refused("the answer is not HTTP: \(error)")
    }
  }

  /// The other side closed; that ends a body of unstated length.
  func receiveEnd() {
    guard answer == nil else { return }
    _ = try? codec.finish(acceptAlreadyClosed: true)
    try? takeParts()
    if answer == nil {
      answer = .refused(
        status == nil ? "it closed without an answer" : "it closed in the middle of an answer")
    }
  }

  func end() { _ = try? codec.finish(acceptAlreadyClosed: true) }

  private func takeParts() throws {
    while let part = try codec.readInbound(as: HTTPClientResponsePart.self) {
      switch part {
      case .head(let head): status = Int(head.status.code)
      case .body(let bytes):
        body += bytes.readableBytesView.prefix(Self.bodyLimit - body.count)
        // A body that is cut anyway need not be waited for.
        if body.count >= Self.bodyLimit { finish() }
      case .end: finish()
      }
    }
  }

  private func finish() {
    guard answer == nil, let status else { return }
    answer = .http(status: status, body: body)
  }
}
