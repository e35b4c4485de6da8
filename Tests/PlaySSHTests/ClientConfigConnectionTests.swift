import Foundation
import PlayModel
import Testing

@testable import PlaySSH

/// Connections to a real sshd by what OpenSSH's configuration says of an alias.
@Suite struct ClientConfigConnectionTests {
  private func configuration(_ text: String, _ server: SSHServer) throws -> SSHConfiguration {
    let file = try server.workshop.write(text, to: "config")
    var configuration = SSHConfiguration.isolated
    configuration.homeDirectory = server.workshop.path
    configuration.localUser = "nobody"
    configuration.clientConfig = try ClientConfig.file(file, home: server.workshop.path)
    return configuration
  }

  private func config(_ server: SSHServer, _ more: String = "") -> String {
    """
    Host shop
      HostName 127.0.0.1
      Port \(server.port)
      User root
      IdentityFile ~/missing-%h
      IdentityFile ~/user-%p
      UserKnownHostsFile ~/known_hosts-%p
      \(more)

    """
  }

  @Test func anAliasIsAllThatTheInventoryNeeds() async throws {
    let server = try SSHServer()
    let connector = SSHConnector(configuration: try configuration(config(server), server))
    let host = try await connector.connect(to: ConnectionTarget(name: "shop", address: "shop"))
    #expect(try await host.run(RemoteCommand("id -un")).outputText == "root\n")
    await host.close()
  }

  @Test func theHostKeyIsLookedUpUnderItsAlias() async throws {
    let server = try SSHServer()
    try server.workshop.write(try server.knownHostsLines("the-shop"), to: "known_hosts-\(server.port)")
    let connector = SSHConnector(
      configuration: try configuration(config(server, "HostKeyAlias the-shop"), server))
    let host = try await connector.connect(to: ConnectionTarget(name: "shop", address: "shop"))
    await host.close()
  }

  @Test func withIdentitiesOnlyTheAgentMayUseOnlyTheKeysNamed() async throws {
    let server = try SSHServer()
    let agent = try Agent(in: server.workshop)
    try agent.add(server.userKey)
    let text = """
      Host *
        IdentityAgent \(agent.socket)
        UserKnownHostsFile \(server.knownHosts)

      """
    let target = ConnectionTarget(
      name: "shop", address: server.address, port: server.port, user: "root")
    let free = SSHConnector(configuration: try configuration(text, server))
    let host = try await free.connect(to: target)
    await host.close()
    let other = try server.workshop.makeKey("other")
    let bound = try configuration(text + "  IdentitiesOnly yes\n  IdentityFile \(other)\n", server)
    let failure = try await hostFailure { try await SSHConnector(configuration: bound).connect(to: target) }
    #expect(failure.reason == .authenticationFailed)
    // A public key says which one of the agent's is meant, without the private one being there.
    let named = try configuration(
      text + "  IdentitiesOnly yes\n  IdentityFile \(server.userKey).pub\n", server)
    let again = try await SSHConnector(configuration: named).connect(to: target)
    await again.close()
  }

  @Test func keysMayBeForbidden() async throws {
    let server = try SSHServer()
    let text = config(server, "PubkeyAuthentication no")
    let configuration = try configuration(text, server)
    let failure = try await hostFailure {
      try await SSHConnector(configuration: configuration).connect(
        to: ConnectionTarget(name: "shop", address: "shop"))
    }
    #expect(failure.reason == .authenticationFailed)
    #expect(!server.log.contains("Accepted"))
  }

  @Test func aRefusedOptionNamesItsPlaceAndNothingIsSent() async throws {
    let server = try SSHServer()
    let configuration = try configuration(config(server, "ProxyCommand nc %h %p"), server)
    let failure = try await hostFailure {
      try await SSHConnector(configuration: configuration).connect(
        to: ConnectionTarget(name: "shop", address: "shop"))
    }
    #expect(failure.reason == .connectionFailed)
    #expect(
      failure.detail.hasPrefix(
        "\(server.workshop.file("config")):8:3: ProxyCommand nc %h %p is not supported"))
    #expect(failure.advice == "use ProxyJump, or turn it off with ProxyCommand=none")
    // One is of whoever waited for the server to listen; sshd may log it now or later.
    #expect(server.log.split(separator: "Connection from").count <= 2)
  }

  @Test func acceptNewWithoutAFileConnects() async throws {
    let server = try SSHServer()
    let text = "Host *\n  UserKnownHostsFile none\n  StrictHostKeyChecking accept-new\n"
    let configuration = try configuration(text, server)
    let target = ConnectionTarget(
      name: "shop", address: server.address, port: server.port, user: "root", keyFiles: [server.userKey])
    let host = try await SSHConnector(configuration: configuration).connect(to: target)
    await host.close()
  }
}
