import NIOCore
import PlayModel

/// The road of one connection through another: a `direct-tcpip` channel (RFC 4254 section 7.2) of the
/// jump host's connection, which carries the bytes of the connection behind it.
///
/// Both connections belong to the same event loop. Neither is driven from inside the other's drive: what
/// came is handed on in an event of its own.
final class TunnelTask: ChannelTask, Transport {
  /// What waits for the jump host's window, at most, before the sender is asked to wait.
  private static let mostWaiting = 256 * 1024

  let isSession = false
  private(set) var isSettled = false

  private let inner: Connection
  private let outer: Connection
  private let lease: JumpLease
  private var channel: NativeChannel?
  private var incoming = ByteBuffer()
  private var outgoing = ByteBuffer()
  private var hasEnded = false
  private var isDelivering = false
  private var wasFull = false

  init(for inner: Connection, through outer: Connection, lease: JumpLease) {
    self.inner = inner
    self.outer = outer
    self.lease = lease
  }

  /// Asks the jump host for the channel; `inner` starts when it is there.
  func begin() {
    let bound = NIOLoopBound(self, eventLoop: outer.eventLoop)
    // Its deadline, or whoever does not want it any more.
    inner.whenReady.whenFailure { _ in bound.value.close() }
    outer.add(self)
  }

  // MARK: - Of the jump host's connection

  func open(in session: NativeSession) -> NativeOutcome<NativeChannel> {
    session.openDirectTCP(host: inner.plan.address, port: inner.plan.port)
  }

  func opened(_ channel: NativeChannel) {
    lease.openingEnded()
    self.channel = channel
    guard !isSettled else { return }
    later { $0.inner.start(on: $0) }
  }

  func refused(_ refusal: ChannelRefusal) {
    let plan = inner.plan
    let advice =
      refusal.isProhibited
      ? "allow it in the jump host's sshd_config (AllowTcpForwarding, PermitOpen)"
      : "see that \(plan.address) port \(plan.port) can be reached from the jump host"
    end(
      inner.failure(
        .connectionFailed,
        "the jump host \(outer.plan.host) did not connect to \(plan.address) port \(plan.port): \(refusal.detail)",
        advice: advice), mayPass: refusal.isShortage)
  }

  func lost(_ failure: HostFailure) {
    if channel == nil { return end(failure.behindJumpHost(for: inner.plan.host), mayPass: true) }
    settle()
    later { $0.inner.ended(JumpHostLost(failure: failure)) }
  }

  /// The channel never opened.
  private func end(_ failure: HostFailure, mayPass: Bool) {
    settle()
    later { $0.inner.fail(failure, mayPass: mayPass) }
  }

  func advance(canSend: Bool) -> ChannelProgress {
    guard !isSettled, let channel else { return .finished }
    var progressed = canSend && sendWaiting(on: channel)
    reading: while true {
      switch channel.read(.stdout, into: outer.scratch.memory) {
      case .complete(0), .incomplete: break reading
      case .complete(let count):
        incoming.writeBytes(UnsafeRawBufferPointer(rebasing: outer.scratch.memory[..<count]))
        progressed = true
      case .failed(let error):
        if !error.isDisconnect { return .broken(error) }
        break reading
      }
    }
    if !hasEnded, channel.isAtEnd {
      hasEnded = true
      progressed = true
    }
    if incoming.readableBytes > 0 || hasEnded { deliver() }
    return progressed ? .progressed : .waiting
  }

  private func sendWaiting(on channel: NativeChannel) -> Bool {
    var progressed = false
    while outgoing.readableBytes > 0 {
      let outcome = outgoing.withUnsafeReadableBytes { channel.write($0) }
      guard case .complete(let count) = outcome, count > 0 else { return progressed }
      outgoing.moveReaderIndex(forwardBy: count)
      progressed = true
    }
    if outgoing.readableBytes == 0 { outgoing.clear() }
    if wasFull {
      wasFull = false
      deliver()
    }
    return progressed
  }

  /// Hands on what came, and lets the sender go on.
  private func deliver() {
    guard !isDelivering else { return }
    isDelivering = true
    later { tunnel in
      tunnel.isDelivering = false
      if tunnel.incoming.readableBytes > 0 {
        let bytes = tunnel.incoming
        tunnel.incoming = ByteBuffer()
        bytes.withUnsafeReadableBytes { tunnel.inner.received($0) }
      } else {
        tunnel.inner.drive()
      }
      guard tunnel.hasEnded, !tunnel.isSettled else { return }
      tunnel.inner.ended(nil)
      tunnel.close()
    }
  }

  private func later(_ body: @escaping @Sendable (TunnelTask) -> Void) {
    let bound = NIOLoopBound(self, eventLoop: outer.eventLoop)
    outer.eventLoop.execute { body(bound.value) }
  }

  private func settle() {
    guard !isSettled else { return }
    isSettled = true
    lease.openingEnded()
  }

  // MARK: - Of the connection behind it

  var isWritable: Bool {
    guard outgoing.readableBytes >= Self.mostWaiting else { return true }
    wasFull = true
    return false
  }

  func send(_ bytes: inout ByteBuffer) {
    defer { bytes.clear() }
    guard !isSettled else { return }
    outgoing.writeBuffer(&bytes)
    outer.drive()
  }

  func close() {
    guard !isSettled else { return }
    settle()
    outer.drive()
  }
}

/// The jump host's connection ended under the one behind it.
struct JumpHostLost: Error, CustomStringConvertible {
  let failure: HostFailure

  var description: String { "jump host \(failure.host): \(failure.detail)" }
}

extension HostFailure {
  /// A jump host's failure, as it is told for a host behind it.
  func behindJumpHost(for host: HostName) -> HostFailure {
    HostFailure(host: host, reason: reason, detail: "jump host \(self.host): \(detail)", advice: advice)
  }
}
