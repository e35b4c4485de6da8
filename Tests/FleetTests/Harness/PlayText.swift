/// A play as a test writes it.
struct PlayText: Sendable {
  var name = "shop"
  var hosts = "web"
  /// The `rollout:` map in flow style.
  var rollout = "{serial: [1, 100%]}"
  var services = [ServiceText()]

  var yaml: String {
    """
    - name: \(name)
      hosts: "\(hosts)"
      rollout: \(rollout)
      services:
    \(services.map(\.yaml).joined())
    """
  }
}

/// A service as a test writes it: by default the fleet's shop on port 8080, with a health check that gives
/// up soon.
struct ServiceText: Sendable {
  var name = "web"
  var image = "{{ registry }}/shop/web:{{ version }}"
  /// The host port of the shop; `nil` publishes none.
  var port: Int? = 8080
  var environment = "{SITE: \"{{ inventory_hostname }}\", TZ: UTC}"
  /// Flow-style checks; `nil` asks the shop's health page.
  var checks: String?
  var settle = "300ms"
  /// Further lines of the service, as they stand under its name.
  var more: [String] = []

  var yaml: String {
    var lines = ["image: \"\(image)\"", "environment: \(environment)", "settle: \(settle)"]
    if let port { lines.append("ports: [\"\(port):8080\"]") }
    let health = port.map { "[{http: \"http://127.0.0.1:\($0)/health\", body: ok, within: 4s, every: 200ms}]" }
    if let checks = checks ?? health { lines.append("checks: \(checks)") }
    return "    \(name):\n" + (lines + more).flatMap { $0.split(separator: "\n") }.map { "      \($0)\n" }.joined()
  }
}
