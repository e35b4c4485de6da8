/// One service, complete for one host: nothing left to look up, interpolate or default.
///
/// The keys are the Compose specification's service keys and mean what they mean there. `nil` leaves
/// the choice to the image or the engine.
public struct ServiceSpec: Sendable, Hashable, Codable {
  public var name: ServiceName
  public var image: ImageReference
  public var containerName: String
  public var command: [String]?
  /// An empty list clears the image's entrypoint.
  public var entrypoint: [String]?
  public var hostname: String?
  public var user: String?
  public var workingDirectory: String?
  /// `environment` over `env_file`.
  public var environment: [String: EnvironmentValue] = [:]
  public var ports: [PortMapping] = []
  public var mounts: [Mount] = []
  public var networks: [NetworkAttachment] = []
  public var networkMode: String?
  public var restart: RestartPolicy = .always
  /// Bytes, as all memory sizes here.
  public var memoryLimit: Int?
  public var memoryReservation: Int?
  /// Memory and swap together; -1 is unlimited swap.
  public var memorySwapLimit: Int?
  /// In whole processors: 1.5.
  public var cpus: Double?
  public var cpuShares: Int?
  public var cpuSet: String?
  public var pidsLimit: Int?
  public var labels: [String: String] = [:]
  public var annotations: [String: String] = [:]
  public var logging: Logging?
  public var healthCheck: HealthCheck?
  public var dependencies: [Dependency] = []
  public var stopSignal: String?
  /// From the stop signal to SIGKILL.
  public var stopGracePeriod: Duration = .seconds(10)
  public var capAdd: [String] = []
  public var capDrop: [String] = []
  public var privileged = false
  public var readOnly = false
  public var securityOptions: [String] = []
  public var sysctls: [String: String] = [:]
  public var ulimits: [String: ResourceLimit] = [:]
  /// `name:address`, in order.
  public var extraHosts: [String] = []
  public var dns: [String] = []
  public var dnsSearch: [String] = []
  /// `host[:container[:rwm]]`.
  public var devices: [String] = []
  /// `path[:options]`.
  public var tmpfs: [String] = []
  public var initProcess: Bool?
  /// Bytes.
  public var shmSize: Int?
  public var ipc: String?
  public var pid: String?
  public var platform: String?
  public var pullPolicy: PullPolicy = .always
  public var groupAdd: [String] = []
  /// It must keep running this long, without a restart, whatever the checks say.
  public var settle: Duration = .seconds(3)
  public var checks: [Check] = []
  /// Sent to the old container before it is stopped, so that it takes no new work (`SIGTSTP`).
  public var quietSignal: String?
  /// How long it may then take to finish what it has.
  public var quietWait: Duration = .seconds(10)

  public init(name: ServiceName, image: ImageReference, containerName: String? = nil) {
    self.name = name
    self.image = image
    self.containerName = containerName ?? name.text
  }
}
