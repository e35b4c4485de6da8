/// The stored form: the playbook's names, without what is the default (`StoredDefaults`).
extension RolloutPolicy {
  private enum Key: String, CodingKey {
    case serial, order, pause, bake, keep, confirm, balancers, hooks
    case weights = "weight"
    case exactlyOne = "exactly_one"
    case logErrors = "log_errors"
    case blueGreen = "blue_green"
    case maxFailures = "max_failures"
    case minHealthy = "min_healthy"
    case onFailure = "on_failure"
    case refuseOlder = "refuse_older"
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    let standard = RolloutPolicy()
    try container.encode(serial, .serial, unless: standard.serial)
    try container.encode(order, .order, unless: standard.order)
    try container.encode(pause, .pause, unless: standard.pause)
    try container.encode(bake, .bake, unless: standard.bake)
    try container.encode(maxFailures, .maxFailures, unless: standard.maxFailures)
    try container.encode(minHealthy, .minHealthy, unless: standard.minHealthy)
    try container.encode(onFailure, .onFailure, unless: standard.onFailure)
    try container.encode(keep, .keep, unless: standard.keep)
    try container.encode(refuseOlder, .refuseOlder, unless: standard.refuseOlder)
    try container.encode(confirm, .confirm, unless: standard.confirm)
    try container.encode(balancers, .balancers, unless: standard.balancers)
    try container.encode(weights, .weights, unless: standard.weights)
    try container.encode(exactlyOne, .exactlyOne, unless: standard.exactlyOne)
    try container.encode(logErrors, .logErrors, unless: standard.logErrors)
    try container.encodeIfPresent(blueGreen, forKey: .blueGreen)
    try container.encode(
      Dictionary(uniqueKeysWithValues: hooks.map { ($0.key.rawValue, $0.value) }), .hooks, unless: [:])
  }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    self.init()
    serial = try container.decode(.serial, or: serial)
    order = try container.decode(.order, or: order)
    pause = try container.decode(.pause, or: pause)
    bake = try container.decode(.bake, or: bake)
    maxFailures = try container.decode(.maxFailures, or: maxFailures)
    minHealthy = try container.decode(.minHealthy, or: minHealthy)
    onFailure = try container.decode(.onFailure, or: onFailure)
    keep = try container.decode(.keep, or: keep)
    refuseOlder = try container.decode(.refuseOlder, or: refuseOlder)
    confirm = try container.decode(.confirm, or: confirm)
    balancers = try container.decode(.balancers, or: balancers)
    weights = try container.decode(.weights, or: weights)
    exactlyOne = try container.decode(.exactlyOne, or: exactlyOne)
    logErrors = try container.decode(.logErrors, or: logErrors)
    blueGreen = try container.decodeIfPresent(BlueGreen.self, forKey: .blueGreen)
    let stages: [String: [Hook]] = try container.decode(.hooks, or: [:])
    for (name, list) in stages { if let stage = Hook.Stage(rawValue: name) { hooks[stage] = list } }
  }
}
