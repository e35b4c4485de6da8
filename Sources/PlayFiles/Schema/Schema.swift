/// Every section of a playbook, in the order of the reference. The forms refer to sections by these names.
enum Schema {
  static let sections: [(name: String, section: SchemaSection)] = [
    ("a play", play), ("rollout", rollout), ("a service", service), ("a check", check),
    ("a load balancer", balancer), ("hooks", hooks), ("a hook", hook),
    ("a port", port), ("a volume", volume), ("bind options", volumeBind), ("volume options", volumeNamed),
    ("tmpfs options", volumeTmpfs),
    ("a network", network), ("healthcheck", healthCheck), ("logging", logging), ("a dependency", dependency),
    ("an env file", envFile), ("a device", device), ("an ulimit", ulimit), ("deploy", deploy),
    ("resources", resources), ("limits", limits), ("reservations", reservations),
  ]

  /// What inventories hold beside connection variables.
  static let inventorySections: [(name: String, section: SchemaSection)] = [
    ("a window", window), ("a job", job), ("a target", notify),
  ]
}
