import PlayModel
import Testing

@testable import PlayFiles

/// Which file set each variable, and what it overrode.
@Suite struct ExplainTests {
  @Test func theChainOfAVariableIsKept() throws {
    let folder = try TemporaryFolder([
      "inv/hosts": "[web]\nh1 v=host\n[web:vars]\nv=web\n[all:vars]\nv=all\n",
      "inv/group_vars/all.yml": "v: file_all\n", "inv/group_vars/web.yml": "\nv: file_web\n",
      "play/group_vars/web.yml": "v: play_web\n", "inv/host_vars/h1/a.yml": "v: file_host\n",
    ])
    let inventory = try InventoryLoader(directory: folder.path, playbookDirectory: "play").load(["inv/hosts"])
    let host = try #require(inventory.host("h1"))
    let chain = try #require(inventory.assignments(of: host)["v"])
    #expect(
      chain.map(\.value) == ["all", "web", "file_all", "file_web", "play_web", "host", "file_host"])
    #expect(
      chain.map { "\($0.position)" } == [
        "inv/hosts:6:1", "inv/hosts:4:1", "inv/group_vars/all.yml:1:1", "inv/group_vars/web.yml:2:1",
        "play/group_vars/web.yml:1:1", "inv/hosts:2:4", "inv/host_vars/h1/a.yml:1:1",
      ])
    #expect(chain.first?.scope == .group("all"))
    #expect(chain.last?.scope == .host)
    #expect(host.variables["v"] == chain.last?.value)
    #expect(inventory.assignment(of: "v", for: host) == chain.last)
    #expect(inventory.assignment(of: "nope", for: host) == nil)
  }

  @Test func aSecondSourceOverridesTheFirst() throws {
    let folder = try TemporaryFolder(["a": "h1 v=1 w=1\n", "b": "h1 v=2\n"])
    let inventory = try InventoryLoader(directory: folder.path).load(["a", "b"])
    let host = try #require(inventory.host("h1"))
    #expect(inventory.assignments(of: host)["v"]?.map(\.position.file) == ["a", "b"])
    #expect(host.variables == ["v": 2, "w": 1])
  }

  @Test func aPortInTheHostsNameHasAPlace() throws {
    let folder = try TemporaryFolder(["a": "\nh1:2222\n"])
    let inventory = try InventoryLoader(directory: folder.path).load(["a"])
    let host = try #require(inventory.host("h1"))
    #expect(inventory.assignment(of: "ansible_port", for: host)?.position.line == 2)
  }
}
