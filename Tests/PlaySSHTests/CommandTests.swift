import Foundation
import PlayModel
import PlaySSH
import Testing

@Suite struct CommandTests {
  @Test func aCommandsOutputAndExitCodeArrive() async throws {
    let server = try SSHServer()
    let host = try await server.connect()
    let result = try await host.run(RemoteCommand("echo out; echo err >&2; exit 3"))
    #expect(result.ending == .exited(3))
    #expect(result.outputText == "out\n")
    #expect(result.errorText == "err\n")
    #expect(!result.succeeded)
    await host.close()
  }
}
