/// Where an nginx is steered on its host.
public struct NginxFiles: Sendable, Hashable, Codable {
  /// The file with the `server` lines of its upstreams, absolute, as its configuration names it.
  public var file: String
  /// The file in which its master process writes its process id.
  public var pidFile: String
  /// How it is called to check its configuration (`-T`): a program and its arguments.
  public var program: [String]

  public init(file: String, pidFile: String = "/run/nginx.pid", program: [String] = ["nginx"]) {
    self.file = file
    self.pidFile = pidFile
    self.program = program
  }
}
