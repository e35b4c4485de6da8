import PlayModel

/// The sentences for what can go wrong with a host.
public enum TroubleText {
  /// One line: what failed and, in the words of the engine or the check, how.
  public static func sentence(_ trouble: Trouble) -> String {
    let head = head(trouble.reason)
    if head.isEmpty { return trouble.detail }
    return trouble.detail.isEmpty ? head : "\(head): \(trouble.detail)"
  }

  static func head(_ reason: Trouble.Reason) -> String {
    switch reason {
    case .unreachable: "unreachable"
    case .noEngine: "no container engine"
    case .diskFull: "disk full"
    case .imageNotFound: "image not found"
    case .registryUnreachable: "registry unreachable"
    case .pullFailed: "pull failed"
    case .portTaken: "port taken"
    case .nameTaken: "name taken"
    case .createFailed: "container not created"
    case .startFailed: "container not started"
    case .exited: "container exited"
    case .restarted: "container keeps restarting"
    case .unhealthy: "container unhealthy"
    case .checkFailed: "check failed"
    case .stopFailed: "container not stopped"
    case .unsupported: "not supported there"
    case .lostConnection: "connection lost"
    case .timedOut: "timed out"
    case .minHealthy: "too few healthy hosts"
    case .balancer: "load balancer"
    case .notDrained: "not drained"
    case .interrupted: "interrupted"
    case .locked: "held by another run"
    case .older: "older than what runs"
    case .undoFailed: "not put back"
    case .hook, .other: ""
    }
  }
}
