import Crypto

/// Values of the tokens that ssh_config's values may hold (ssh_config(5), TOKENS).
struct ConfigTokens {
  /// Those of `Match exec`, and of file names, which may hold `${ENV}` besides.
  static let all = "CLdhiklnpru"
  /// Those of ProxyJump.
  static let ofJump = "hknpr"

  /// `%h`: the name after HostName, or the one given.
  let host: String
  /// `%n`: as given.
  let originalHost: String
  let port: Int
  let user: String
  /// `%k`
  let hostKeyAlias: String?
  let local: LocalFacts

  /// Replaces the tokens in `allowed`, and with `environment` the variables in `${}`; anything else after `%` is
  /// an error, as is a variable that is not set.
  func expand(
    _ text: String, _ allowed: String, environment: Bool = false
  ) throws(SSHOptionProblem) -> String {
    guard text.utf8.contains(UInt8(ascii: "%")) || environment && text.utf8.contains(UInt8(ascii: "$")) else {
      return text
    }
    var result = ""
    var left = text.unicodeScalars[...]
    while let scalar = left.popFirst() {
      if scalar == "%" {
        result += try value(left.popFirst(), allowed, in: text)
      } else if environment, scalar == "$", left.first == "{" {
        result += try variable(&left, in: text)
      } else {
        result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  private func value(
    _ letter: Unicode.Scalar?, _ allowed: String, in text: String
  ) throws(SSHOptionProblem) -> String {
    guard let letter else {
      throw SSHOptionProblem(text: "\(text) ends with a single %", hint: "write %% for one %")
    }
    if letter == "%" { return "%" }
    guard allowed.unicodeScalars.contains(letter) else {
      throw SSHOptionProblem(
        text: "%\(letter) in \(text) is no token that may stand there", hint: "write %% for one %")
    }
    return value(of: letter)
  }

  private func value(of letter: Unicode.Scalar) -> String {
    switch letter {
    case "C": connectionHash
    case "L": String(local.hostName.prefix { $0 != "." })
    case "d": local.home
    case "h": host
    case "i": String(local.userID)
    case "k": hostKeyAlias ?? host
    case "l": local.hostName
    case "n": originalHost
    case "p": String(port)
    case "r": user
    default: local.user
    }
  }

  /// A name for this connection (readconf.c, `ssh_connection_hash`).
  private var connectionHash: String {
    let digest = Insecure.SHA1.hash(data: Array((local.hostName + host + String(port) + user).utf8))
    return digest.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
  }

  private func variable(
    _ left: inout Substring.UnicodeScalarView, in text: String
  ) throws(SSHOptionProblem) -> String {
    left.removeFirst()
    guard let end = left.firstIndex(of: "}") else {
      throw SSHOptionProblem(text: "\(text): a ${ is not closed")
    }
    let name = String(left[..<end])
    left = left[left.index(after: end)...]
    guard !name.isEmpty, let value = local.environment(name) else {
      throw SSHOptionProblem(text: "\(text): the environment has no ${\(name)}", hint: "export \(name)")
    }
    return value
  }
}
