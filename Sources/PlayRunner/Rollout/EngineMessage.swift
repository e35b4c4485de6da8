import PlayModel

/// Reads what a container engine's command line says when it fails.
///
/// The engines give only prose and one exit code, so this is the one place where text is matched; what
/// is not recognised keeps the engine's own words. Texts seen from Docker 20.10 to 28 and Podman 4.
enum EngineMessage {
  /// - Parameter otherwise: what it is when the text says nothing more exact.
  static func trouble(_ report: ScriptReport, otherwise: Trouble.Reason) -> Trouble {
    if report.fact("busy") != nil {
      return Trouble(
        .timedOut, "an earlier operation on this service still runs on the host",
        advice: "wait for it to end, then run again")
    }
    if let holder = report.fact("lost") {
      return Trouble(
        .locked,
        holder == "nobody"
          ? "the host has forgotten this run's lock" : "run \(holder) has taken the host over",
        advice: "nothing was changed there since; look at swiftplay lock list")
    }
    if report.fact("cancelled") != nil {
      return Trouble(.interrupted, "the operation was taken back before it began")
    }
    let text = tidy(report.messages)
    let lower = text.lowercased()
    let known = patterns.first { pattern in pattern.texts.contains { lower.contains($0) } }
    return Trouble(known?.reason ?? otherwise, text, advice: known?.advice)
  }

  private struct Pattern {
    let reason: Trouble.Reason
    let texts: [String]
    let advice: String?
  }

  private static let patterns = [
    Pattern(
      reason: .diskFull, texts: ["no space left on device"],
      advice: "free space where the engine keeps images (docker system df, docker image prune)"),
    Pattern(
      reason: .imageNotFound,
      texts: [
        "manifest unknown", "no such manifest", "not found: manifest", "name unknown",
        "repository does not exist", ": not found",
      ],
      advice: "check the image's name and tag; was it pushed to this registry?"),
    Pattern(
      reason: .imageNotFound, texts: ["no such image"],
      advice: "pull_policy: never needs the image on the host"),
    Pattern(
      reason: .pullFailed,
      texts: [
        "unauthorized", "authentication required", "no basic auth credentials",
        "access to the resource is denied",
      ],
      advice: "log in to the registry on the host (docker login)"),
    Pattern(
      reason: .registryUnreachable,
      texts: [
        "connection refused", "no route to host", "i/o timeout", "no such host", "network is unreachable",
        "server gave http response to https client", "request canceled while waiting for connection",
      ],
      advice: "can the host reach the registry?"),
    Pattern(
      reason: .portTaken, texts: ["port is already allocated", "address already in use"],
      advice: "find what holds the port on the host (ss -ltnp), or publish another"),
    Pattern(
      reason: .nameTaken, texts: ["is already in use by container"],
      advice: "remove or rename that container, or give the service another container_name"),
    Pattern(
      reason: .noEngine, texts: ["cannot connect to the docker daemon", "is the docker daemon running"],
      advice: "start the engine on the host"),
  ]

  /// The engine repeats itself: one line, without the program's name before it.
  private static func tidy(_ messages: [String]) -> String {
    let useful = messages.filter { !$0.hasPrefix("See 'docker") && !$0.hasPrefix("WARNING") }
    // After the engine's reason the client of `start` says once more, without it, that it failed.
    let reason = useful.last { $0.hasPrefix("Error response from daemon: ") }
    var text = (reason ?? useful.last ?? messages.last ?? "the engine gave no reason").trimmingWhitespace
    for prefix in ["Error response from daemon: ", "docker: ", "Error: "] where text.hasPrefix(prefix) {
      text.removeFirst(prefix.count)
    }
    return text
  }
}

extension String {
  fileprivate var trimmingWhitespace: String {
    String(drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
  }
}
