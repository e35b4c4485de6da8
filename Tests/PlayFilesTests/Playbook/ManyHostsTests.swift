import PlayModel
import Testing

@testable import PlayFiles

/// Two thousand hosts with three services each: a service is computed once for all hosts that agree.
@Suite struct ManyHostsTests {
  private static let playbook = """
    - hosts: web
      services:
        same: {image: "{{ registry }}/a:{{ version | default('1') }}", labels: {n: "{{ groups['web'] | length }}"}}
        zoned: {image: "{{ registry }}/b:1", labels: {zone: "{{ zone }}"}}
        own: {image: "{{ registry }}/c:1", environment: {HOST: "{{ inventory_hostname }}"}}
    """

  @Test func eachServiceIsComputedAsOftenAsItDiffers() throws {
    let hosts = (0..<2_000).map { HostName("h\($0)") }
    let facts = InventoryFacts(
      hosts: { _, _ in hosts },
      variables: {
        ["registry": "r.example", "zone": .int(($0.text.count + 1) % 3), "noise": .string($0.text)]
      },
      groups: ["all": hosts, "web": hosts])
    let files = FileAccess { _ throws(FileAccess.Failure) in Self.playbook }
    let playbook = try #require(PlaybookLoader(files: files).load(["site.yml"]).first)
    let source = try #require(playbook.plays.first)
    let variables = PlayVariables(inventory: facts, groups: GroupFacts(facts.groups), runID: "r")
    let resolver = HostServicesResolver(
      playbook: playbook, source: source, variables: variables, order: .stopFirst,
      envFiles: EnvFileStore(files: files, playbook: "site.yml"))
    var report = ProblemReport()
    let resolved = resolver.resolve(hosts, fleet: FleetCheck(), report: &report)
    #expect(report.problems.isEmpty)
    #expect(resolver.computations == 1 + 3 + 2_000)
    #expect(resolved.count == 2_000)
    #expect(resolved[1321].services[0].labels == ["n": "2000"])
    #expect(resolved[1321].services[2].environment == ["HOST": .plain("h1321")])
    #expect(Set(resolved.map { $0.services[1].labels["zone"] ?? "" }) == ["0", "1", "2"])
  }
}
