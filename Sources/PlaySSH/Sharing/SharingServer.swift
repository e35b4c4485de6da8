import Foundation
import NIOCore
import NIOPosix
import PlayModel
import Synchronization

/// Keeps connections open for other processes of the same user: what OpenSSH calls sharing, for swiftplay's own commands.
///
/// Each connection has a socket in the user's folder, named by the way to the host and how its key is judged. Whoever
/// would make the same connection finds it there (`SharedHost`), and has a channel instead of a login.
public final class SharingServer: Sendable {
  private let connector: SSHConnector
  private let place: SharingPlace
  private let state = Mutex(State())

  private struct State {
    var kept: [HostName: Kept] = [:]
    var running = 0
    var lastUse = ContinuousClock.now
    var isAskedToEnd = false
  }

  private struct Kept {
    var host: SSHHost
    var channel: any Channel
    var socket: String
  }

  /// - Parameter folder: the user's own; made where it is not there.
  public init(configuration: SSHConfiguration, folder: String) throws(SharingProblem) {
    var own = configuration
    own.sharingFolder = nil
    connector = SSHConnector(configuration: own)
    place = SharingPlace(folder: folder)
    try place.prepare()
  }

  public enum Outcome: Sendable, Hashable {
    case kept
    /// Another process keeps the same connection.
    case keptElsewhere
  }

  /// Connects to a host and lets others use the connection.
  ///
  /// - Parameters:
  ///   - line: a shell's, kept started (`RemoteHost.keepReady`).
  ///   - stdinHead: what that shell is told ahead.
  public func keep(
    _ target: ConnectionTarget, shell line: String? = nil, stdinHead: [UInt8] = []
  ) async throws(HostFailure) -> Outcome {
    let socket = place.socket(for: try await connector.way(to: target))
    switch await Self.link(to: socket) {
    case .open(let channel):
      try? await channel.close()
      return .keptElsewhere
    case .abandoned: unlink(socket)
    case .none: break
    }
    let host = try await connector.connectDirectly(to: target)
    if let line { host.keepReady(line, stdinHead: stdinHead, count: 1) }
    let channel: any Channel
    do {
      channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
        .serverChannelOption(.backlog, value: 256)
        .childChannelOption(.writeBufferWaterMark, value: .init(low: 256 << 10, high: 1 << 20))
        .childChannelInitializer { channel in
          channel.eventLoop.makeCompletedFuture {
            try channel.pipeline.syncOperations.addHandler(SharingSession(host: host, server: self))
          }
        }
        .bind(unixDomainSocketPath: socket).get()
    } catch {
      await host.close()
      // Two names of one host, or two processes, in the same moment.
      if (error as? IOError)?.errnoCode == EADDRINUSE { return .keptElsewhere }
      throw HostFailure(host: target.name, reason: .connectionFailed, detail: "\(socket): \(error)")
    }
    chmod(socket, 0o600)
    state.withLock { $0.kept[target.name] = Kept(host: host, channel: channel, socket: socket) }
    host.whenClosed.whenComplete { [weak self] _ in self?.drop(target.name) }
    return .kept
  }

  /// The hosts whose connections are open.
  public var hosts: [HostName] { state.withLock { $0.kept.keys.sorted() } }

  /// Somebody has said that it shall end (`endAll`).
  public var isAskedToEnd: Bool { state.withLock { $0.isAskedToEnd } }

  /// How long nobody has used a connection.
  public var idle: Duration {
    state.withLock { $0.running > 0 ? .zero : ContinuousClock.now - $0.lastUse }
  }

  public func end() async {
    let kept = state.withLock { state in
      defer { state.kept = [:] }
      return Array(state.kept.values)
    }
    for each in kept {
      unlink(each.socket)
      try? await each.channel.close()
    }
    for each in kept { await each.host.close() }
  }

  /// Asks all processes that keep connections in a folder to end, and waits until they have given them up.
  ///
  /// - Returns: how many connections they kept.
  public static func endAll(in folder: String) async -> Int {
    var asked: [(socket: String, channel: any Channel)] = []
    for socket in SharingPlace(folder: folder).sockets {
      switch await link(to: socket) {
      case .open(let channel): asked.append((socket, channel))
      case .abandoned: unlink(socket)
      case .none: break
      }
    }
    // Whoever hears it first gives up all of its connections.
    for (_, channel) in asked {
      try? await channel.writeAndFlush(SharingFrame.end.buffer)
      try? await channel.close()
    }
    for _ in 0..<100 where asked.contains(where: { access($0.socket, F_OK) == 0 }) {
      try? await Task.sleep(for: .milliseconds(50))
    }
    return asked.count
  }

  private enum Link {
    case open(any Channel)
    /// Left by a process that was killed.
    case abandoned
  }

  /// - Returns: `nil` where there is no socket, or nothing is known of it.
  private static func link(to socket: String) async -> Link? {
    guard access(socket, F_OK) == 0 else { return nil }
    do {
      return .open(
        try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton).connectTimeout(.seconds(2))
          .connect(unixDomainSocketPath: socket).get())
    } catch let error as IOError where error.errnoCode == ECONNREFUSED {
      return .abandoned
    } catch {
      return nil
    }
  }

  private func drop(_ name: HostName) {
    guard let kept = state.withLock({ $0.kept.removeValue(forKey: name) }) else { return }
    unlink(kept.socket)
    kept.channel.close(promise: nil)
  }

  /// Whether its connection is still open, as far as is known.
  func keeps(_ host: SSHHost) -> Bool { state.withLock { $0.kept[host.name]?.host === host } }

  func began() { state.withLock { $0.running += 1 } }

  func ended() {
    state.withLock { state in
      state.running -= 1
      state.lastUse = .now
    }
  }

  func ask(toEnd: Bool) { state.withLock { $0.isAskedToEnd = toEnd } }
}
