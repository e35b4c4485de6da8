/// A host as the inventory resolves it.
public struct InventoryHost: Sendable {
  public let name: HostName
  /// The names of all groups it is in, parents included, `all` left out, sorted (Ansible's `group_names`).
  public let groupNames: [String]
  /// Variables of groups and host, merged in Ansible's order. `{{ }}` in them is still text.
  public let variables: [String: Value]
  /// The layers `variables` was merged from, weakest first, as indices into `Inventory.layers`.
  public let layers: [Int]
  /// The inventory source that named this host first (Ansible's `inventory_file`), as an absolute path.
  public let inventoryFile: String?
  /// The folder of that source (Ansible's `inventory_dir`).
  public let inventoryDirectory: String?
  /// Not in any inventory: Ansible's implicit `localhost`.
  public let isImplicit: Bool

  public init(
    name: HostName, groupNames: [String], variables: [String: Value], layers: [Int] = [],
    inventoryFile: String? = nil, inventoryDirectory: String? = nil, isImplicit: Bool = false
  ) {
    self.name = name
    self.groupNames = groupNames
    self.variables = variables
    self.layers = layers
    self.inventoryFile = inventoryFile
    self.inventoryDirectory = inventoryDirectory
    self.isImplicit = isImplicit
  }
}
