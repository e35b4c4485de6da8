import CSSH2
import PlayModel
import Synchronization

#if canImport(Glibc)
  import Glibc
#endif

/// The loops of the process, which all connectors share.
enum SSHLoops {
  /// Empty until they are first wanted, and for as long as the system has no thread or descriptor for one.
  private static let made = Mutex<[SSHLoop]>([])
  private static let turn = Atomic<Int>(0)

  /// One keeps up with about a thousand new connections a second. Half of the processors, because those who
  /// push to machines that share theirs (virtual ones, a test) lose more by switching than they win.
  private static var wanted: Int { max(1, min(8, sysconf(Int32(_SC_NPROCESSORS_ONLN)) / 2)) }

  private static func all() throws(SystemProblem) -> [SSHLoop] {
    try made.withLock { made throws(SystemProblem) in
      if made.isEmpty {
        cssh2_keep_memory()
        made = try make(wanted)
      }
      return made
    }
  }

  /// So many, or fewer where the system gives no more, but one.
  static func make(_ count: Int) throws(SystemProblem) -> [SSHLoop] {
    var loops: [SSHLoop] = []
    for number in 0..<count {
      do throws(SystemProblem) {
        loops.append(try SSHLoop(name: "ssh-loop-\(number)"))
      } catch {
        if loops.isEmpty { throw error }
      }
    }
    return loops
  }

  /// The one this is called on, else the next in turn.
  static func next() throws(SystemProblem) -> SSHLoop {
    let loops = try all()
    return loops.first { $0.isCurrent } ?? inTurn(loops)
  }

  static func next(for host: HostName) throws(HostFailure) -> SSHLoop {
    do throws(SystemProblem) { return try next() } catch { throw error.withoutLoop(for: host) }
  }

  /// The next in turn, wherever it is called.
  static func other() throws(SystemProblem) -> SSHLoop { inTurn(try all()) }

  private static func inTurn(_ loops: [SSHLoop]) -> SSHLoop {
    loops[turn.wrappingAdd(1, ordering: .relaxed).oldValue % loops.count]
  }
}
