/// The name a host has in the inventory (Ansible's `inventory_hostname`), not its network address.
public struct HostName: NameText {
  public let text: String

  public init(_ text: String) { self.text = text }
}
