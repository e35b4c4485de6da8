import PlayModel

extension Mount {
  /// `--volume` makes a missing host path and can relabel for SELinux, which `--mount` cannot.
  var usesVolumeOption: Bool { kind == .bind && (createHostPath || selinux != nil) }

  /// `source:target[:options]`, docker-run(1) `--volume`.
  var volumeOption: String {
    var options: [String] = []
    if readOnly { options.append("ro") }
    if let selinux { options.append(selinux) }
    if let propagation { options.append(propagation) }
    let suffix = options.isEmpty ? "" : ":" + options.joined(separator: ",")
    return "\(source ?? ""):\(target)\(suffix)"
  }

  /// `type=…,source=…,target=…`, docker-run(1) `--mount`: one CSV record (RFC 4180).
  var mountOption: String {
    var fields = ["type=\(kind.rawValue)"]
    if let source { fields.append("source=\(source)") }
    fields.append("target=\(target)")
    if readOnly { fields.append("readonly") }
    if let propagation { fields.append("bind-propagation=\(propagation)") }
    if noCopy { fields.append("volume-nocopy") }
    if let size { fields.append("tmpfs-size=\(size)") }
    if let mode { fields.append("tmpfs-mode=" + String(mode, radix: 8)) }
    return fields.map(Self.csvField).joined(separator: ",")
  }

  private static func csvField(_ text: String) -> String {
    guard text.contains(where: { $0 == "," || $0 == "\"" || $0 == "\n" }) else { return text }
    return "\"" + text.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"")
      + "\""
  }
}
