import Foundation
import PlayModel
import Testing

@testable import PlayFiles

@Suite struct InventorySourceTests {
  private func hosts(_ files: [String: String], _ inventories: [String]) throws -> [String] {
    let folder = try TemporaryFolder(files)
    return try InventoryLoader(directory: folder.path).load(inventories).hosts.map(\.name.text)
  }

  @Test func aPathWinsOverAnEnvironment() throws {
    #expect(try hosts(["prod": "path\n", "inventories/prod": "env\n"], ["prod"]) == ["path"])
  }

  @Test(arguments: [
    "inventories/prod", "inventories/prod.yml", "inventories/prod.yaml", "inventories/prod.ini",
  ])
  func environmentsAreFoundByName(file: String) throws {
    let text = file.hasSuffix("ml") ? "all: {hosts: {h: }}\n" : "h\n"
    #expect(try hosts([file: text], ["prod"]) == ["h"])
  }

  @Test func endingsAreTriedInOrder() throws {
    let files = ["inventories/prod.ini": "ini\n", "inventories/prod.yaml": "all: {hosts: {yaml: }}\n"]
    #expect(try hosts(files, ["prod"]) == ["yaml"])
    #expect(try hosts(["inventories/prod/hosts": "inside\n"], ["prod"]) == ["inside"])
  }

  @Test func aCommaMakesAListUnlessTheFileIsThere() throws {
    #expect(try hosts([:], ["b,a:22,"]) == ["b", "a"])
    #expect(try hosts(["a,b": "file\n"], ["a,b"]) == ["file"])
  }

  @Test func variablesBesideAnEnvironmentCount() throws {
    let folder = try TemporaryFolder([
      "inventories/prod/hosts": "h1\n", "inventories/prod/group_vars/all.yml": "a: 1\n",
      "inventories/staging.yml": "all: {hosts: {h2: }}\n", "inventories/group_vars/all.yml": "b: 2\n",
    ])
    let loader = InventoryLoader(directory: folder.path)
    #expect(try loader.load(["prod"]).host("h1")?.variables == ["a": 1])
    #expect(try loader.load(["staging"]).host("h2")?.variables == ["b": 2])
  }

  @Test func hostsKnowTheSourceThatNamedThemFirst() throws {
    let folder = try TemporaryFolder(["inv/a": "h1\n", "inv/b": "h1\nh2\n"])
    let inventory = try InventoryLoader(directory: folder.path).load(["inv"])
    #expect(inventory.host("h1")?.inventoryFile == folder.path + "/inv/a")
    #expect(inventory.host("h2")?.inventoryDirectory == folder.path + "/inv")
  }

  @Test func homeAndEnvironmentAreReplaced() throws {
    let folder = try TemporaryFolder(["h": "h1\n"])
    setenv("SWIFTPLAY_TEST_FOLDER", folder.path, 1)
    let loader = InventoryLoader(directory: "/")
    #expect(try loader.load(["$SWIFTPLAY_TEST_FOLDER/h"]).hosts.count == 1)
    #expect(try loader.load(["${SWIFTPLAY_TEST_FOLDER}/h"]).hosts.count == 1)
  }
}
