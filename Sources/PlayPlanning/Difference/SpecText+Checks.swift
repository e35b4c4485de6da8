import PlayModel

/// Checks as a playbook would say them; defaults are left out.
extension SpecText {
  static func check(_ check: Check) -> String {
    let standard = Check(check.question)
    var parts = question(check.question)
    if check.within != standard.within { parts.append("within \(duration(check.within))") }
    if check.every != standard.every { parts.append("every \(duration(check.every))") }
    if check.passes != standard.passes { parts.append("passes \(check.passes)") }
    return parts.joined(separator: ", ")
  }

  private static func question(_ question: Check.Question) -> [String] {
    switch question {
    case .http(let url, let status, let body, let headers):
      var parts = ["http \(url)"]
      parts.append("status \(status.map(String.init).joined(separator: "|"))")
      if let body { parts.append("body \(words([body]))") }
      // Their values may be credentials.
      if !headers.isEmpty { parts.append("headers \(headers.keys.sorted().joined(separator: ", "))") }
      return parts
    case .tcp(let address, let port): return ["tcp \(address):\(port)"]
    case .exec(let arguments): return ["exec \(words(arguments))"]
    case .command(let line): return ["command \(line)"]
    case .healthy: return ["healthy"]
    }
  }

  static func healthCheck(_ check: HealthCheck) -> String {
    var parts: [String] = []
    switch check.test {
    case .disabled: return "disabled"
    case .command(let arguments): parts.append("CMD \(words(arguments))")
    case .shell(let line): parts.append("CMD-SHELL \(line)")
    case nil: parts.append("the image's test")
    }
    if let interval = check.interval { parts.append("interval \(duration(interval))") }
    if let timeout = check.timeout { parts.append("timeout \(duration(timeout))") }
    if let period = check.startPeriod { parts.append("start_period \(duration(period))") }
    if let interval = check.startInterval { parts.append("start_interval \(duration(interval))") }
    if let retries = check.retries { parts.append("retries \(retries)") }
    return parts.joined(separator: ", ")
  }
}
