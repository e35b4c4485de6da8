import PlayModel

extension SSHOptions {
  /// Options that ssh has and that change nothing here: every connection is kept and shared, there is no
  /// terminal, nothing is forwarded and nothing is asked but through the program's own prompts.
  private static let withoutEffect: Set<String> = [
    "batchmode", "checkhostip", "compression", "connectionattempts", "controlmaster", "controlpath",
    "controlpersist",
    "escapechar", "forwardagent", "forwardx11", "gssapiauthentication", "gssapidelegatecredentials",
    "hashknownhosts", "kbdinteractiveauthentication", "loglevel", "numberofpasswordprompts",
    "passwordauthentication",
    "preferredauthentications", "pubkeyauthentication", "requesttty", "tcpkeepalive", "updatehostkeys",
    "visualhostkey",
  ]

  /// Sets an option by its lower-case name, unless it already has a value.
  mutating func set(_ name: String, _ value: String) throws(SSHOptionProblem) {
    guard !value.isEmpty else { throw SSHOptionProblem(text: "\(name) has no value") }
    let words = try Self.words(value)
    let first = words.first ?? ""
    switch name {
    case "hostname": hostName = hostName ?? first
    case "port":
      port = try Self.first(port) { () throws(SSHOptionProblem) in try Self.number(first, name, 1...65535) }
    case "user": user = user ?? first
    case "identityfile": identityFiles.append(first)
    case "identitiesonly":
      identitiesOnlyValue = try Self.first(identitiesOnlyValue) { () throws(SSHOptionProblem) in
        try Self.flag(first, name)
      }
    case "identityagent": identityAgent = identityAgent ?? first
    case "userknownhostsfile": userKnownHostsFiles = userKnownHostsFiles ?? words
    case "globalknownhostsfile": globalKnownHostsFiles = globalKnownHostsFiles ?? words
    case "stricthostkeychecking":
      hostKeyPolicy = try Self.first(hostKeyPolicy) { () throws(SSHOptionProblem) in try Self.policy(first) }
    case "proxyjump": proxyJumpValue = proxyJumpValue ?? first
    case "hostkeyalias": hostKeyAlias = hostKeyAlias ?? first
    case "connecttimeout":
      connectTimeout = try Self.first(connectTimeout) { () throws(SSHOptionProblem) in
        try Self.number(first, name, 1...86400)
      }
    case "serveraliveinterval":
      serverAliveInterval = try Self.first(serverAliveInterval) { () throws(SSHOptionProblem) in
        try Self.number(first, name, 0...86400)
      }
    case "serveralivecountmax":
      serverAliveCountMax = try Self.first(serverAliveCountMax) { () throws(SSHOptionProblem) in
        try Self.number(first, name, 1...1000)
      }
    default:
      guard Self.withoutEffect.contains(name) else {
        throw SSHOptionProblem(text: "\(name) is not supported")
      }
    }
  }

  private static func first<Value>(
    _ given: Value?, _ parse: () throws(SSHOptionProblem) -> Value
  ) throws(SSHOptionProblem) -> Value {
    if let given { return given }
    return try parse()
  }

  private static func number(_ text: String, _ name: String, _ range: ClosedRange<Int>)
    throws(SSHOptionProblem) -> Int
  {
    guard let number = Int(text), range.contains(number) else {
      throw SSHOptionProblem(
        text: "\(name) must be a number from \(range.lowerBound) to \(range.upperBound), not \(text)")
    }
    return number
  }

  private static func flag(_ text: String, _ name: String) throws(SSHOptionProblem) -> Bool {
    switch text.lowercased() {
    case "yes", "true": return true
    case "no", "false": return false
    default: throw SSHOptionProblem(text: "\(name) must be yes or no, not \(text)")
    }
  }

  private static func policy(_ text: String) throws(SSHOptionProblem) -> HostKeyPolicy {
    switch text.lowercased() {
    case "yes", "true", "ask": return .strict
    case "accept-new": return .acceptNew
    case "no", "false", "off": return .off
    default:
      throw SSHOptionProblem(text: "stricthostkeychecking must be yes, ask, accept-new or no, not \(text)")
    }
  }

  /// Words separated by blanks; double quotes keep blanks.
  static func words(_ text: String) throws(SSHOptionProblem) -> [String] {
    var words: [String] = []
    var word: String?
    var isQuoted = false
    for character in text {
      if character == "\"" {
        isQuoted.toggle()
        word = word ?? ""
      } else if !isQuoted, character == " " || character == "\t" {
        if let done = word { words.append(done) }
        word = nil
      } else {
        word = (word ?? "") + String(character)
      }
    }
    guard !isQuoted else { throw SSHOptionProblem(text: "a quote is not closed: \(text)") }
    if let done = word { words.append(done) }
    return words
  }
}
