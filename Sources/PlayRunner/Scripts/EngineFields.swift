/// What the looks report of a container or an image: one JSON object, made either by the client's template or from
/// the engine's own answer. `ContainerInspection` and `ImageInspection` read it, and do not know which it was.
struct EngineFields {
  /// The first word of the line.
  let fact: String
  let fields: [Field]

  struct Field {
    let key: String
    /// In the client's templates.
    let template: String
    /// In the answer of the engine's API.
    let path: String

    /// - Parameter template: where the client's names are not the engine's.
    init(_ key: String, _ path: String, template: String? = nil) {
      self.key = key
      self.path = path
      self.template = template ?? "{{json \(path)}}"
    }
  }

  static let container = EngineFields(
    fact: "container",
    fields: [
      Field("id", ".Id", template: "{{json .ID}}"),
      Field("name", ".Name"),
      Field("image", ".Config.Image"),
      Field("imageID", ".Image"),
      Field("status", ".State.Status"),
      Field("exit", ".State.ExitCode"),
      Field("oom", ".State.OOMKilled"),
      Field("error", ".State.Error"),
      Field("started", ".State.StartedAt"),
      Field("finished", ".State.FinishedAt"),
      Field(
        "health", ".State.Health.Status",
        template: #"{{if .State.Health}}{{json .State.Health.Status}}{{else}}"none"{{end}}"#),
      Field("restarts", ".RestartCount"),
      Field("policy", ".HostConfig.RestartPolicy.Name"),
      Field("retries", ".HostConfig.RestartPolicy.MaximumRetryCount"),
      Field("rm", ".HostConfig.AutoRemove"),
      Field("stop", ".Config.StopTimeout"),
      Field("labels", ".Config.Labels"),
      Field("ports", ".NetworkSettings.Ports"),
    ])

  /// What only `ps` shows. The fields of the limits have other names in Docker's templates than in Podman's, and the
  /// same in their JSON.
  static let limits = EngineFields(
    fact: "more",
    fields: [
      Field("id", ".Id", template: "{{json .ID}}"),
      Field("config", ".HostConfig"),
      Field("finished", ".State.FinishedAt"),
    ])

  static let image = EngineFields(
    fact: "image",
    fields: [
      Field("id", ".Id", template: "{{json .ID}}"),
      Field("digests", ".RepoDigests"),
      Field("tags", ".RepoTags"),
      Field("created", ".Created"),
    ])

  /// For the client's `--format`.
  var format: String {
    "=\(fact) {" + fields.map { "\"\($0.key)\":\($0.template)" }.joined(separator: ",") + "}"
  }

  /// For `EngineSocket.program`: `id .Id name .Name …`
  var words: String { fields.map { "\($0.key) \($0.path)" }.joined(separator: " ") }
}
