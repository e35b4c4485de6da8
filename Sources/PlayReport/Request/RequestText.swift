import PlayModel

/// Requests as a table, whole, and as JSON lines.
public enum RequestText {
  public static func table(_ requests: [ChangeRequest], style: ReportStyle) -> String {
    let heading = ["REQUEST", "STATUS", "ASKED", "BY", "WINDOW", "WHAT", "WHY"].map { StyledText($0, .dim) }
    let rows = requests.map { request in
      [
        StyledText(request.id.text), status(request),
        StyledText(TimeText.local(request.createdAt, in: style.zone)),
        StyledText(request.user),
        StyledText(request.windows.isEmpty ? "-" : request.windows.joined(separator: ", ")),
        StyledText(what(request)), StyledText(request.reason),
      ]
    }
    return TextColumns.lines([heading] + rows).map { $0.rendered(colour: style.colour) + "\n" }.joined()
  }

  public static func whole(_ request: ChangeRequest, style: ReportStyle) -> String {
    var lines = [
      "Request \(request.id): \(request.reason)",
      "  asked    \(TimeText.local(request.createdAt, in: style.zone)) by \(request.user) on \(request.machine)",
      "  command  \(request.command)", "  in       \(request.directory)",
      "  window   \(request.windows.isEmpty ? "what the plays say" : request.windows.joined(separator: ", "))",
      "  status   \(status(request).plain)",
    ]
    if let decision = request.decision {
      let why = decision.reason.map { ": \($0)" } ?? ""
      lines.append("  decided  \(TimeText.local(decision.time, in: style.zone)) by \(decision.user)\(why)")
    }
    if let run = request.run { lines.append("  run      \(run), swiftplay show \(run) tells every step") }
    return lines.joined(separator: "\n") + "\n\nPlanned then:\n" + request.plan
  }

  public static func json(_ requests: [ChangeRequest]) -> String {
    requests.map { request in
      var fields = JSONFields()
      fields.add("request", request.id.text)
      fields.add("time", request.createdAt)
      fields.add("user", request.user)
      fields.add("machine", request.machine)
      fields.add("directory", request.directory)
      fields.add("command", request.command)
      fields.add("windows", .array(request.windows.map(JSONText.string)))
      fields.add("reason", request.reason)
      fields.add("status", request.status.rawValue)
      fields.add("decided_by", request.decision?.user)
      fields.add("decided", request.decision?.time)
      fields.add("decision", request.decision?.reason)
      fields.add("run", request.run?.text)
      fields.add("outcome", request.outcome?.rawValue)
      fields.add("plan", request.plan)
      return fields.object.text + "\n"
    }.joined()
  }

  static func status(_ request: ChangeRequest) -> StyledText {
    switch request.status {
    case .pending: StyledText("waits for approval", .attention)
    case .approved:
      StyledText(
        "approved by \(request.decision?.user ?? "?")" + (isOwn(request) ? " (own request)" : ""), .good)
    case .stale: StyledText("changed since it was approved", .bad)
    case .rejected: StyledText("rejected by \(request.decision?.user ?? "?")", .bad)
    case .running: StyledText("running", .attention)
    case .done:
      StyledText(request.outcome?.rawValue ?? "done", request.outcome == .succeeded ? .good : .bad)
    }
  }

  private static func isOwn(_ request: ChangeRequest) -> Bool { request.decision?.user == request.user }

  /// `deploy.yml version=1.4`: the words of its command that are not options of where and when.
  static func what(_ request: ChangeRequest) -> String {
    let words = Array(ShellWord.words(request.command).dropFirst(2))
    var told: [String] = []
    var skips = false
    for (index, word) in words.enumerated() {
      if skips {
        skips = false
        continue
      }
      if word.hasPrefix("-") {
        let isVariable = word == "-e" || word == "--extra-vars"
        if isVariable, words.indices.contains(index + 1) {
          told.append(words[index + 1])
        }
        skips = !word.contains("=")
        continue
      }
      told.append(word)
    }
    return told.joined(separator: " ")
  }
}
