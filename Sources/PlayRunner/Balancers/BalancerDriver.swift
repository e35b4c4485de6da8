import PlayModel

/// How one kind of load balancer is steered: every request is one script.
///
/// A script fails with the reason in its output, and says `=alone BACKEND` where a server that is to be
/// spared (`sparesLast`) is the only one that is up. Sent twice it does the same as once.
protocol BalancerDriver: Sendable {
  func script(_ request: BalancerRequest) -> String
  /// What the answer to a `look` shows: a row for each backend.
  func looks(_ report: ScriptReport, _ request: BalancerRequest) throws(UnreadAnswer) -> [ServerLook]
  /// Whether it is known of a server that is out whether it is up.
  var seesHealthWhileOut: Bool { get }
  /// How long one script may take.
  var deadline: Duration { get }
}

/// What a balancer said that could not be understood.
struct UnreadAnswer: Error {
  let words: String
}

extension BalancerDriver {
  var seesHealthWhileOut: Bool { true }
  var deadline: Duration { .seconds(45) }
}

extension LoadBalancer {
  var steering: any BalancerDriver {
    switch driver {
    case .haproxy: HAProxyDriver()
    case .nginx: NginxDriver(files: nginx ?? NginxFiles(file: ""))
    case .caddy: CaddyDriver(admin: admin ?? "localhost:2019")
    case .command:
      CommandDriver(
        commands: commands
          ?? BalancerCommands(place: .balancer, status: "false", drain: "false", enable: "false"))
    }
  }
}
