import PlayModel

extension ServiceReader {
  /// The engine's smallest memory limit.
  private static let smallestMemory = 6 * 1024 * 1024

  func readResources(into spec: inout ServiceSpec) {
    let resources = reader.section("deploy", Schema.deploy)?.section("resources", Schema.resources)
    let limits = resources?.section("limits", Schema.limits)
    let reservations = resources?.section("reservations", Schema.reservations)
    spec.memoryLimit = one(reader.bytes("mem_limit"), "mem_limit", limits?.bytes("memory"), limits, "memory")
    spec.memoryReservation = one(
      reader.bytes("mem_reservation"), "mem_reservation", reservations?.bytes("memory"), reservations,
      "memory")
    spec.cpus = one(reader.number("cpus"), "cpus", limits?.number("cpus"), limits, "cpus")
    spec.pidsLimit = one(
      reader.integer("pids_limit", -1...Int.max), "pids_limit", limits?.integer("pids", -1...Int.max), limits,
      "pids")
    spec.memorySwapLimit = reader.read("memswap_limit") { node throws(ValueFault) in
      node.text == "-1" ? -1 : try ScalarReader.bytes(node)
    }
    spec.cpuShares = reader.integer("cpu_shares", 2...262_144)
    spec.cpuSet = reader.read("cpuset", cpuSet)
    spec.ulimits = ulimits()
    dropUnlimited(&spec)
    checkMemory(spec)
    if let cpus = spec.cpus, cpus < 0.01 {
      log.add(at: reader.position(of: "cpus"), "`cpus`: \(cpus) is too small; the engine's least is 0.01")
    }
  }

  /// Compose lets a limit be written at two places as long as they agree.
  private func one<Amount: Equatable>(
    _ plain: Amount?, _ plainKey: String, _ deployed: Amount?, _ section: SectionReader?,
    _ deployedKey: String
  ) -> Amount? {
    if let plain, let deployed, plain != deployed {
      log.add(
        at: section?.position(of: deployedKey) ?? reader.position,
        "`deploy.resources` and `\(plainKey)` contradict each other", hint: "remove one of the two")
    }
    return plain ?? deployed
  }

  /// Zero means "no limit" to the engine, which is what absence means.
  private func dropUnlimited(_ spec: inout ServiceSpec) {
    if spec.memoryLimit == 0 { spec.memoryLimit = nil }
    if spec.memoryReservation == 0 { spec.memoryReservation = nil }
    if spec.memorySwapLimit == 0 { spec.memorySwapLimit = nil }
    if spec.cpus == 0 { spec.cpus = nil }
    if spec.pidsLimit == 0 { spec.pidsLimit = nil }
  }

  private func checkMemory(_ spec: ServiceSpec) {
    let key = reader.node("mem_limit") == nil ? "deploy" : "mem_limit"
    if let limit = spec.memoryLimit, limit < Self.smallestMemory {
      log.add(
        at: reader.position(of: key), "a memory limit of \(limit) bytes is below the engine's least, 6m",
        hint: limit < 65_536 ? "did you mean \(limit)m?" : nil)
    }
    if let limit = spec.memoryLimit, let reservation = spec.memoryReservation, reservation > limit {
      log.add(
        at: reader.position(of: reader.node("mem_reservation") == nil ? "deploy" : "mem_reservation"),
        "more memory is reserved (\(ByteSize.text(for: reservation))) than the limit allows (\(ByteSize.text(for: limit)))"
      )
    }
    guard let swap = spec.memorySwapLimit else { return }
    if spec.memoryLimit == nil {
      log.add(
        at: reader.position(of: "memswap_limit"), "`memswap_limit` needs `mem_limit`",
        hint: "it is memory and swap together")
    } else if let limit = spec.memoryLimit, swap != -1, swap < limit {
      log.add(
        at: reader.position(of: "memswap_limit"),
        "`memswap_limit` (\(ByteSize.text(for: swap))) is below `mem_limit` (\(ByteSize.text(for: limit)))",
        hint: "it is memory and swap together")
    }
  }

  /// The kernel's list format: `0-3,5`.
  private func cpuSet(_ node: ResolvedNode) throws(ValueFault) -> String {
    for range in node.text.split(separator: ",", omittingEmptySubsequences: false) {
      let ends = range.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
      let isValid =
        switch ends.count {
        case 1: (ends[0] ?? -1) >= 0
        case 2: (ends[0] ?? -1) >= 0 && (ends[1] ?? -1) >= (ends[0] ?? 0)
        default: false
        }
      guard isValid else {
        throw ValueFault(
          "`\(node.text)` is not a list of processors", hint: "write numbers and ranges, such as 0-3,5")
      }
    }
    return node.text
  }

  private func ulimits() -> [String: ResourceLimit] {
    guard case .map(let entries)? = reader.node("ulimits")?.content else { return [:] }
    var limits: [String: ResourceLimit] = [:]
    for entry in entries where !entry.node.hasUnknown {
      guard Self.ulimitNames.contains(entry.key) else {
        log.add(
          at: entry.keyPosition, "`\(entry.key)` is not the name of a limit",
          hint: NearestName.hint(entry.key, in: Self.ulimitNames)
            ?? "the names are \(Self.ulimitNames.sorted().joined(separator: ", "))")
        continue
      }
      limits[entry.key] = ulimit(entry)
    }
    return limits
  }

  private func ulimit(_ entry: ResolvedEntry) -> ResourceLimit? {
    guard case .map = entry.node.content else {
      let limit = log.attempt("ulimits", at: entry.node.position) { () throws(ValueFault) in
        try ScalarReader.integer(entry.node, -1...Int.max)
      }
      return limit.map { ResourceLimit(soft: $0, hard: $0) }
    }
    guard let section = SectionReader(entry.node, Schema.ulimit, log: log),
      let soft = section.integer("soft", -1...Int.max), let hard = section.integer("hard", -1...Int.max)
    else { return nil }
    if hard != -1, soft == -1 || soft > hard {
      log.add(at: entry.node.position, "the soft limit of `\(entry.key)` is above its hard limit")
    }
    return ResourceLimit(soft: soft, hard: hard)
  }

  /// What docker/go-units knows; `as` it leaves out on purpose.
  private static let ulimitNames: Set<String> = [
    "core", "cpu", "data", "fsize", "locks", "memlock", "msgqueue", "nice", "nofile", "nproc", "rss",
    "rtprio",
    "rttime", "sigpending", "stack",
  ]
}
