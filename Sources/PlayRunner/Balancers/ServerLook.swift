import PlayModel

/// One server in one backend, as a balancer shows it at a moment.
struct ServerLook: Sendable, Hashable {
  var backend: String
  var state: BalancerMembership.State
  var weight: Int
  /// Whether it would be sent requests if it is `ready`.
  var isUp: Bool
  /// Requests under way and waiting, or what else shows that some are.
  var load: Int
  /// What `load` counts.
  var counts = "requests"
  /// Other servers of the backend that are up, where the balancer's word for it is here.
  var others: Int?
  /// In the balancer's words: `UP`, `DOWN`, `DRAIN`, and what its check said.
  var words: String

  /// Reads `=server BACKEND STATE WEIGHT UP LOAD WORDS…`; a row that is not whole is left out.
  static func rows(_ report: ScriptReport, counts: String = "requests") -> [ServerLook] {
    report.facts("server").compactMap { row in
      let words = row.split(separator: " ", maxSplits: 5).map(String.init)
      guard words.count == 6, let state = BalancerMembership.State(rawValue: words[1]),
        let weight = Int(words[2]), let load = Int(words[4])
      else { return nil }
      return ServerLook(
        backend: words[0], state: state, weight: weight, isUp: words[3] == "up", load: load, counts: counts,
        words: words[5])
    }
  }

  /// Reads the rows that `HAProxyDriver` prints; one that is not whole is left out.
  static func haproxy(_ report: ScriptReport) -> [ServerLook] {
    zip(report.facts("state"), report.facts("stat")).compactMap { state, stat in
      HAProxyRow(state: state, stat: stat)?.look
    }
  }
}

/// A row of `show servers state` with the one of `show stat` for the same server.
private struct HAProxyRow {
  let look: ServerLook

  init?(state: String, stat: String) {
    let fields = state.split(separator: " ", omittingEmptySubsequences: false)
    let numbers = stat.split(separator: ",", omittingEmptySubsequences: false)
    // be_name 2, srv_op_state 6, srv_admin_state 7, srv_uweight 8; qcur 3, scur 5, status 18, check_status 37.
    guard fields.count > 15, numbers.count > 37, fields[1] == numbers[0],
      let operation = Int(fields[5]), let admin = Int(fields[6]), let weight = Int(fields[7]),
      let queue = Int(numbers[2]), let sessions = Int(numbers[4])
    else { return nil }
    // SRV_ADMF_MAINT (0x63) and SRV_ADMF_DRAIN (0x18) of HAProxy's server-t.h.
    let administrative: BalancerMembership.State =
      admin & 0x63 != 0 ? .maint : admin & 0x18 != 0 ? .drain : .ready
    let check = numbers[36].isEmpty ? "" : " (\(numbers[36]))"
    look = ServerLook(
      backend: String(fields[1]), state: administrative, weight: weight,
      isUp: operation == 1 || operation == 2, load: queue + sessions, words: "\(numbers[17])\(check)")
  }
}
