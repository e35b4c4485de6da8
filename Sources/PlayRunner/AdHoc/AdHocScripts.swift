import PlayModel

/// The scripts of ad hoc looks. Each is one round trip, and works with Docker's and Podman's client.
enum AdHocScripts {
  /// The host's clock and its containers, with their use of memory and processors where that is asked for.
  static func containers(_ question: ContainerQuestion) -> String {
    let label =
      question.service.map { "\(ContainerLabel.service)=\($0)" }
      ?? (question.everything ? "" : ContainerLabel.service)
    // Of all that run: Podman gives none when one of those named does not.
    let usage = "$engine stats --no-stream --format '=usage {{.ID}} {{.CPUPerc}} {{.MemUsage}}' 2>/dev/null"
    return """
      \(engineCheck)
      engine_list \(ShellWord.quote(label)) || {
        $engine ps --quiet 2>&1 | tail -n 1
        echo '=down'
        return 0
      }
      \(question.usage ? usage : "")
      return 0
      """
  }

  static let engineCheck = "command -v $engine >/dev/null 2>&1 || { echo '=missing'; return 0; }"
}
