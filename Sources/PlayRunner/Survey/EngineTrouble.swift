import PlayModel

/// Why a host's container engine cannot be used.
enum EngineTrouble {
  static func missing(_ engine: EngineInfo.Kind) -> Trouble {
    Trouble(
      .noEngine, "there is no `\(engine.rawValue)` command on this host",
      advice: "install \(engine == .docker ? "Docker" : "Podman") there, or take the host out of the play")
  }

  /// - Parameter detail: in the words of the engine's client.
  static func down(_ engine: EngineInfo.Kind, _ detail: String) -> Trouble {
    if detail.contains("permission denied") {
      return Trouble(
        .noEngine, "this user may not use the container engine: \(detail)",
        advice: "add the user to the engine's group on the host, or become root with -b")
    }
    return Trouble(
      .noEngine, "the container engine does not answer: \(detail)",
      advice: "start it on the host (systemctl start \(engine.rawValue)) and run again")
  }
}
