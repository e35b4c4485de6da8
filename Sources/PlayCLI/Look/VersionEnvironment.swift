import Foundation
import PlayModel
import PlayRunner
import PlaySSH

/// One inventory as `versions` shows it: its hosts, and the columns they are in.
struct VersionEnvironment: Sendable {
  struct Group: Sendable {
    let name: String
    let hosts: [HostName]
  }

  let hosts: [HostName]
  let groups: [Group]
  let access: [HostName: HostAccess]
  let ssh: SSHConfiguration

  /// One column.
  static func whole(_ fleet: Fleet, name: String, limit: String?) throws -> VersionEnvironment {
    let hosts = try fleet.select("all", limit: limit)
    return try VersionEnvironment(fleet, hosts, [Group(name: name, hosts: hosts)])
  }

  /// A column for each group directly below `all` that has hosts.
  static func groups(_ fleet: Fleet, _ limit: String?) throws -> VersionEnvironment {
    let hosts = try fleet.select("all", limit: limit)
    let chosen = Set(hosts)
    let names = fleet.inventory.group("all")?.children ?? []
    let groups = names.map { name in
      Group(name: name, hosts: fleet.inventory.members(of: name).filter { chosen.contains($0) })
    }
    return try VersionEnvironment(fleet, hosts, groups.filter { !$0.hosts.isEmpty })
  }

  private init(_ fleet: Fleet, _ hosts: [HostName], _ groups: [Group]) throws {
    self.hosts = hosts
    self.groups = groups
    ssh = fleet.sharedSSH
    access = try fleet.access(hosts, run: RunID.new(at: SystemClock().now()))
  }

  /// What people call the environments of these inventories: `inventories/prod.yml` is `prod`,
  /// `prod/hosts.ini` is `prod`. Where two would get the same name, all keep the whole text.
  static func names(of sources: [String]) -> [String] {
    let names = sources.map { source in
      let url = URL(fileURLWithPath: source)
      let name = url.deletingPathExtension().lastPathComponent
      let folder = url.deletingLastPathComponent().lastPathComponent
      return ["hosts", "inventory"].contains(name) && source.contains("/") ? folder : name
    }
    return Set(names).count == names.count ? names : sources
  }
}
