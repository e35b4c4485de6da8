import PlayFiles
import PlayModel
import PlayRunner

struct ConnectionDefaults {
  let options: ConnectionOptions
  init(_ options: ConnectionOptions) throws { self.options = options }
  func access(_ host: InventoryHost, in inventory: Inventory) throws -> HostAccess {
    func text(_ name: String) -> String? {
      if case .string(let t)? = host.variables[name] { return t } else { return nil }
    }
    let target = ConnectionTarget(
      name: host.name, address: text("ansible_host") ?? host.name.text,
      user: text("ansible_user") ?? options.user,
      keyFiles: [text("ansible_ssh_private_key_file") ?? options.privateKey].compactMap { $0 },
      sshArguments: (text("ansible_ssh_common_args") ?? "").split(separator: " ").map(String.init))
    return HostAccess(target: target)
  }
}
enum Passphrases {
  static let ask: @Sendable (String) async -> Secret? = { path in
    Console.ask("Passphrase for \(path): ", secret: true).map(Secret.init)
  }
}
