import CSSH2
import Synchronization

#if canImport(Glibc)
  import Glibc
#endif

/// The loops of the process, which all connectors share.
enum SSHLoops {
  /// One keeps up with about a thousand new connections a second. Half of the processors, because those who
  /// push to machines that share theirs (virtual ones, a test) lose more by switching than they win.
  private static let loops: [SSHLoop] = {
    cssh2_keep_memory()
    let count = max(1, min(8, sysconf(Int32(_SC_NPROCESSORS_ONLN)) / 2))
    return (0..<count).map { number in
      do { return try SSHLoop(name: "ssh-loop-\(number)") } catch {
        fatalError("the system gives no thread or descriptor for connections: \(error)")
      }
    }
  }()

  private static let turn = Atomic<Int>(0)

  /// The one this is called on, else the next in turn.
  static func next() -> SSHLoop {
    current ?? loops[turn.wrappingAdd(1, ordering: .relaxed).oldValue % loops.count]
  }

  /// The next in turn, wherever it is called.
  static func other() -> SSHLoop {
    loops[turn.wrappingAdd(1, ordering: .relaxed).oldValue % loops.count]
  }

  private static var current: SSHLoop? { loops.first { $0.isCurrent } }
}
