/// One condition of a `Match` line (ssh_config(5)).
struct MatchCriterion: Sendable, Hashable {
  enum Test: Sendable, Hashable {
    case all
    /// Only when the files are gone through a second time. `final` asks for that, `canonical` does not.
    case final
    case canonical
    /// Patterns in lower case.
    case host([ConfigPattern])
    case originalHost([ConfigPattern])
    case user([ConfigPattern])
    case localUser([ConfigPattern])
    case tagged([ConfigPattern])
    /// A command line for the user's shell, with tokens in it.
    case exec(String)
  }

  let test: Test
  let isNegated: Bool

  var runsCommand: Bool {
    if case .exec = test { return true }
    return false
  }

  /// Reads what follows `Match`.
  static func criteria(in text: ArraySlice<UInt8>) throws(SSHOptionProblem) -> [MatchCriterion] {
    var words = ConfigWords(text)
    var criteria: [MatchCriterion] = []
    while let word = words.next(), !word.isEmpty, !word.hasPrefix("#") {
      let isNegated = word.hasPrefix("!")
      let name = (isNegated ? String(word.dropFirst()) : word).lowercased()
      switch name {
      case "all":
        // It may follow `final`, and nothing may follow it.
        guard criteria.count <= 1, words.next()?.isArgument != true else {
          throw SSHOptionProblem(text: "Match all must stand alone")
        }
        criteria.append(MatchCriterion(test: .all, isNegated: isNegated))
        return criteria
      case "final", "canonical":
        criteria.append(
          MatchCriterion(test: name == "final" ? .final : .canonical, isNegated: isNegated))
      default:
        guard let value = words.next(), value.isArgument else {
          throw SSHOptionProblem(text: "Match \(word) has no value")
        }
        criteria.append(MatchCriterion(test: try test(name, value), isNegated: isNegated))
      }
    }
    guard !criteria.isEmpty else {
      throw SSHOptionProblem(text: "Match has no condition", hint: "for every host: Match all")
    }
    return criteria
  }

  private static func test(_ name: String, _ value: String) throws(SSHOptionProblem) -> Test {
    switch name {
    case "host": return .host(ConfigPattern.list(value.lowercased()))
    case "originalhost": return .originalHost(ConfigPattern.list(value.lowercased()))
    case "user": return .user(ConfigPattern.list(value))
    case "localuser": return .localUser(ConfigPattern.list(value))
    case "tagged": return .tagged(ConfigPattern.list(value))
    case "exec": return .exec(value)
    default:
      throw SSHOptionProblem(
        text: "Match \(name) is not supported",
        hint: "supported: all, host, originalhost, user, localuser, tagged, exec, final, canonical")
    }
  }
}

extension String {
  fileprivate var isArgument: Bool { !isEmpty && !hasPrefix("#") }
}
