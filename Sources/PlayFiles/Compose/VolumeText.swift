import PlayModel

/// Compose's short volume syntax: `[SOURCE:]TARGET[:OPTIONS]`.
///
/// There is no project folder on a host, so a path relative to one cannot mean anything there and is refused.
enum VolumeText {
  static let propagations = ["private", "rprivate", "shared", "rshared", "slave", "rslave"]

  static func parse(_ text: String) throws(ValueFault) -> Mount {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
    guard !parts.contains(where: \.isEmpty) else {
      throw ValueFault(
        text.isEmpty ? "a volume is empty" : "`\(text)` has an empty part",
        hint: "write SOURCE:TARGET or SOURCE:TARGET:ro")
    }
    guard parts.count <= 3 else {
      throw ValueFault("`\(text)` has too many colons", hint: "write SOURCE:TARGET:OPTIONS, or the long form")
    }
    guard parts.count > 1 else { return Mount(kind: .volume, target: try target(parts[0])) }
    var mount = try source(parts[0], target: parts[1])
    if parts.count == 3 { try apply(options: parts[2], to: &mount) }
    return mount
  }

  /// A host path makes a bind mount that the engine creates when missing; anything else names a volume.
  private static func source(_ source: String, target: String) throws(ValueFault) -> Mount {
    if source.hasPrefix("/") {
      return Mount(kind: .bind, source: source, target: try self.target(target), createHostPath: true)
    }
    if source.hasPrefix(".") || source.hasPrefix("~") { _ = try hostPath(source) }
    return Mount(kind: .volume, source: try volumeName(source), target: try self.target(target))
  }

  static func hostPath(_ path: String) throws(ValueFault) -> String {
    guard path.hasPrefix("/") else {
      throw ValueFault(
        "the host path `\(path)` is relative, and a host has no project folder it could start from",
        hint: "write the absolute path on the host")
    }
    return path
  }

  /// The engine's grammar of volume names.
  static func volumeName(_ name: String) throws(ValueFault) -> String {
    guard ContainerName.isValid(name) else {
      throw ValueFault(
        "`\(name)` is neither an absolute host path nor the name of a volume",
        hint: "a volume's name has letters, digits, `_`, `.` and `-`, and at least two of them")
    }
    return name
  }

  static func target(_ path: String) throws(ValueFault) -> String {
    guard path.hasPrefix("/") else {
      throw ValueFault("the path in the container `\(path)` is not absolute")
    }
    guard path.contains(where: { $0 != "/" && $0 != "." }) else {
      throw ValueFault("a volume cannot be mounted over the container's `/`")
    }
    return path
  }

  private static func apply(options: String, to mount: inout Mount) throws(ValueFault) {
    for option in options.split(separator: ",", omittingEmptySubsequences: false).map(String.init) {
      switch option {
      case "ro": mount.readOnly = true
      case "rw": mount.readOnly = false
      case "nocopy" where mount.kind == .volume: mount.noCopy = true
      case "z", "Z": mount.selinux = option
      case _ where propagations.contains(option) && mount.kind == .bind: mount.propagation = option
      default:
        throw ValueFault(
          "`\(option)` is not an option of a \(mount.kind.rawValue) mount",
          hint: mount.kind == .bind
            ? "ro, rw, z, Z or a propagation such as rshared" : "ro, rw, nocopy, z or Z")
      }
    }
  }
}
