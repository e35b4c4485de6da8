import PlayModel

/// How one kind of load balancer is steered: every request is one script on the balancer's host.
///
/// A script fails with the reason in its output, and says `=alone BACKEND` where a server that is to be
/// spared (`sparesLast`) is the only one that is up. Sent twice it does the same as once.
protocol BalancerDriver: Sendable {
  func script(_ request: BalancerRequest) -> String
  /// What the answer to a `look` shows: a row for each backend; one that cannot be read is left out.
  func looks(_ report: ScriptReport, _ request: BalancerRequest) -> [ServerLook]
  /// How long one script may take.
  var deadline: Duration { get }
}

extension BalancerDriver {
  var deadline: Duration { .seconds(45) }
}

extension LoadBalancer {
  var steering: any BalancerDriver {
    switch driver {
    case .haproxy: HAProxyDriver()
    case .nginx: NginxDriver(files: nginx ?? NginxFiles(file: ""))
    }
  }
}
