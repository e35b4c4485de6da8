import PlayModel

/// The scripts of ad hoc looks. Each is one round trip, and works with Docker's and Podman's client.
enum AdHocScripts {
  /// `EngineFields.container.format` and a second line with what only `ps` shows. The fields of the limits have
  /// other names in Docker's templates than in Podman's, and the same in their JSON.
  private static let containerFormat =
    EngineFields.container.format
    + "\n" + #"=more {"id":{{json .ID}},"config":{{json .HostConfig}},"finished":{{json .State.FinishedAt}}}"#

  /// The host's clock and its containers, with their use of memory and processors where that is asked for.
  static func containers(_ question: ContainerQuestion) -> String {
    var filters: [String] = []
    if let service = question.service {
      filters.append("--filter \(ShellWord.quote("label=\(ContainerLabel.service)=\(service)"))")
    } else if !question.everything {
      filters.append("--filter label=\(ContainerLabel.service)")
    }
    // Of all that run: Podman gives none when one of those named does not.
    let usage = "$engine stats --no-stream --format '=usage {{.ID}} {{.CPUPerc}} {{.MemUsage}}' 2>/dev/null"
    return """
      \(engineCheck)
      ids=$($engine ps --all --quiet --no-trunc \(filters.joined(separator: " ")) 2>/dev/null) || {
        $engine ps --quiet 2>&1 | tail -n 1
        echo '=down'
        return 0
      }
      printf '=time %s\\n' "$(date +%s)"
      [ -n "$ids" ] || return 0
      $engine inspect --type container --format '\(containerFormat)' $ids 2>/dev/null
      \(question.usage ? usage : "")
      return 0
      """
  }

  static let engineCheck = "command -v $engine >/dev/null 2>&1 || { echo '=missing'; return 0; }"
}
