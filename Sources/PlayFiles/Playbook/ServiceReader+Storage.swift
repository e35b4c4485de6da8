import PlayModel

extension ServiceReader {
  func readStorage(into spec: inout ServiceSpec) {
    var targets: Set<String> = []
    for element in reader.node("volumes")?.elements ?? [] where !element.hasUnknown {
      guard let mount = mount(element) else { continue }
      refuseSecond(mount.target, at: element.position, &targets)
      spec.mounts.append(mount)
    }
    for element in reader.node("tmpfs")?.elements ?? [] where !element.hasUnknown {
      let text = log.attempt("tmpfs", at: element.position) { () throws(ValueFault) in
        try Self.tmpfs(element.text)
      }
      guard let text else { continue }
      refuseSecond(String(text.prefix { $0 != ":" }), at: element.position, &targets)
      spec.tmpfs.append(text)
    }
    for element in reader.node("devices")?.elements ?? [] where !element.hasUnknown {
      if let device = device(element) { spec.devices.append(device) }
    }
    spec.shmSize = reader.bytes("shm_size")
  }

  /// The engine refuses two mounts at one place.
  private func refuseSecond(_ target: String, at position: SourcePosition, _ targets: inout Set<String>) {
    let path = target.split(separator: "/").joined(separator: "/")
    if !targets.insert(path).inserted { log.add(at: position, "two volumes are mounted at `\(target)`") }
  }

  private func mount(_ node: ResolvedNode) -> Mount? {
    guard case .map = node.content else {
      return log.attempt("volumes", at: node.position) { () throws(ValueFault) in
        try VolumeText.parse(node.text)
      }
    }
    guard let long = SectionReader(node, Schema.volume, log: log) else { return nil }
    let kind = long.read("type") { type throws(ValueFault) in
      if ["image", "npipe", "cluster"].contains(type.text) {
        throw ValueFault("`\(type.text)` is not supported yet", hint: "use bind, volume or tmpfs")
      }
      guard let kind = Mount.Kind(rawValue: type.text) else {
        throw ScalarReader.notAWord(type.text, ["bind", "volume", "tmpfs"])
      }
      return kind
    }
    let target = long.read("target") { target throws(ValueFault) in try VolumeText.target(target.text) }
    guard let kind, let target else { return nil }
    return mount(kind, target: target, long)
  }

  private func mount(_ kind: Mount.Kind, target: String, _ long: SectionReader) -> Mount? {
    var mount = Mount(kind: kind, target: target, readOnly: long.flag("read_only") ?? false)
    for other in Mount.Kind.allNames where other != kind.rawValue && long.node(other) != nil {
      log.add(
        at: long.position(of: other),
        "`\(other)` is for volumes of type \(other), and this one is a \(kind.rawValue)")
    }
    switch kind {
    case .bind:
      mount.source = long.read("source") { source throws(ValueFault) in try VolumeText.hostPath(source.text) }
      if long.node("source") == nil {
        log.add(at: long.position, "a bind needs `source`, the path on the host")
      }
      let options = long.section("bind", Schema.volumeBind)
      mount.createHostPath = options?.flag("create_host_path") ?? true
      mount.propagation = options?.word("propagation", as: Propagation.self)?.rawValue
      mount.selinux = options?.word("selinux", as: Relabelling.self)?.rawValue
    case .volume:
      mount.source = long.read("source") { source throws(ValueFault) in try VolumeText.volumeName(source.text)
      }
      mount.noCopy = long.section("volume", Schema.volumeNamed)?.flag("nocopy") ?? false
    case .tmpfs:
      if long.node("source") != nil { log.add(at: long.position(of: "source"), "a tmpfs has no `source`") }
      let options = long.section("tmpfs", Schema.volumeTmpfs)
      mount.size = options?.bytes("size")
      mount.mode = options?.read("mode", Self.fileMode)
    }
    return mount
  }

  /// File mode bits in octal digits, whatever YAML takes them for: 1777, 01777, 0o1777.
  private static func fileMode(_ node: ResolvedNode) throws(ValueFault) -> Int {
    let digits = node.text.hasPrefix("0o") ? node.text.dropFirst(2) : node.text[...]
    guard let mode = Int(digits, radix: 8), (0...0o7777).contains(mode) else {
      throw ValueFault("`\(node.text)` is not a file mode", hint: "write octal digits, such as 1770")
    }
    return mode
  }

  private static func tmpfs(_ text: String) throws(ValueFault) -> String {
    let path = text.prefix { $0 != ":" }
    _ = try VolumeText.target(String(path))
    guard path.endIndex == text.endIndex || text.index(after: path.endIndex) < text.endIndex else {
      throw ValueFault("`\(text)` has no options after the colon")
    }
    return text
  }

  private func device(_ node: ResolvedNode) -> String? {
    guard case .map = node.content else {
      return log.attempt("devices", at: node.position) { () throws(ValueFault) in try Self.device(node.text) }
    }
    guard let long = SectionReader(node, Schema.device, log: log), let source = long.text("source") else {
      return nil
    }
    var text = source + ":" + (long.text("target") ?? source)
    if let permissions = long.text("permissions") { text += ":" + permissions }
    return log.attempt("devices", at: node.position) { () throws(ValueFault) in try Self.device(text) }
  }

  /// `HOST[:CONTAINER[:PERMISSIONS]]`, or a CDI name `VENDOR/CLASS=NAME`, which the engine looks up.
  private static func device(_ text: String) throws(ValueFault) -> String {
    if !text.hasPrefix("/"), text.contains("/"), text.contains("=") { return text }
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    let isPermissions = { (part: Substring) in !part.isEmpty && part.allSatisfy { "rwm".contains($0) } }
    let isValid =
      switch parts.count {
      case 1: parts[0].hasPrefix("/")
      case 2: parts[0].hasPrefix("/") && (parts[1].hasPrefix("/") || isPermissions(parts[1]))
      case 3: parts[0].hasPrefix("/") && parts[1].hasPrefix("/") && isPermissions(parts[2])
      default: false
      }
    guard isValid else {
      throw ValueFault(
        "`\(text)` is not a device",
        hint: "write HOST[:CONTAINER[:PERMISSIONS]], such as /dev/ttyUSB0:/dev/ttyUSB0:rw")
    }
    return text
  }
}

/// How mounts spread between host and container (mount_namespaces(7)).
private enum Propagation: String { case `private`, rprivate, shared, rshared, slave, rslave }

private enum Relabelling: String {
  case shared = "z"
  case unshared = "Z"
}

extension Mount.Kind {
  fileprivate static let allNames = [Mount.Kind.bind, .volume, .tmpfs].map(\.rawValue)
}
