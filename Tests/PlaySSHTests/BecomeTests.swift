import Foundation
import PlayModel
import PlaySSH
import Testing

@Suite struct BecomeTests {
  private func server() throws -> SSHServer {
    let workshop = try Workshop()
    let key = try workshop.makeKey("id")
    try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: key + ".pub")
    return try SSHServer(userKey: key, view: Accounts.view(in: workshop), in: workshop)
  }

  @Test func rootRunsACommandAsAnotherUserWithoutAPassword() async throws {
    let host = try await server().connect()
    let result = try await host.run(
      RemoteCommand("id -un; cat", stdin: Array("in'put".utf8), become: Become(user: "nobody")))
    #expect(result.outputText == "nobody\nin'put")
    #expect(result.errorText == "")
    #expect(result.succeeded)
    await host.close()
  }

  @Test func sudoAsksAndThePasswordAnswers() async throws {
    let server = try server()
    let host = try await server.connect { $0.user = "deploy" }
    let become = Become(password: Secret("correct horse"))
    let result = try await host.run(
      RemoteCommand(
        "id -un; echo 'it'\\''s' >&2; cat; exit 4", stdin: Array("all of it\n".utf8), become: become))
    #expect(result.outputText == "root\nall of it\n")
    #expect(result.errorText == "it's\n")
    #expect(result.ending == .exited(4))
    await host.close()
  }

  @Test func aPasswordThatIsNotAskedForIsNotSent() async throws {
    let server = try server()
    let host = try await server.connect { $0.user = "free" }
    let become = Become(password: Secret("correct horse"))
    let result = try await host.run(
      RemoteCommand("id -un; cat", stdin: Array("input\n".utf8), become: become))
    #expect(result.outputText == "root\ninput\n")
    await host.close()
  }

  @Test func aWrongPasswordIsAClearErrorAtOnceAndStaysSecret() async throws {
    let server = try server()
    let host = try await server.connect { $0.user = "deploy" }
    let become = Become(password: Secret("battery staple"))
    let failure = try await hostFailure {
      try await host.run(
        RemoteCommand("cat", stdin: Array("correct horse\n".utf8), deadline: .seconds(30), become: become))
    }
    #expect(failure.reason == .becomeFailed)
    #expect(failure.detail == "sudo did not take the password for becoming root")
    #expect(!"\(failure)".contains("battery"))
    await host.close()
  }

  @Test func aMissingPasswordIsAClearErrorAtOnce() async throws {
    let server = try server()
    let host = try await server.connect { $0.user = "deploy" }
    let failure = try await hostFailure { try await host.run(RemoteCommand("true", become: Become())) }
    #expect(failure.reason == .becomeFailed)
    #expect(failure.detail == "sudo: a password is required")
    #expect(failure.advice?.contains("become password") == true)
    await host.close()
  }

  @Test func anUnknownUserIsAClearError() async throws {
    let host = try await server().connect()
    let failure = try await hostFailure {
      try await host.run(RemoteCommand("true", become: Become(user: "no such")))
    }
    #expect(failure.reason == .becomeFailed)
    #expect(failure.detail.contains("no such"))
    await host.close()
  }

  @Test func thePasswordIsOnNoCommandLine() async throws {
    let server = try server()
    let host = try await server.connect { $0.user = "deploy" }
    let become = Become(password: Secret("correct horse"))
    let result = try await host.run(RemoteCommand("ps -eo args; env", become: become))
    #expect(result.succeeded)
    #expect(!result.outputText.contains("correct horse"))
    await host.close()
  }

  @Test func aPasswordLogsInByEitherMethod() async throws {
    let workshop = try Workshop()
    let key = try workshop.makeKey("id")
    let view = try Accounts.view(in: workshop)
    for options in [["KbdInteractiveAuthentication no"], ["PasswordAuthentication no", "UsePAM yes"]] {
      let server = try SSHServer(
        userKey: key, options: options + ["PubkeyAuthentication no"], view: view, in: workshop)
      let host = try await server.connect {
        $0.user = "deploy"
        $0.keyFiles = []
        $0.password = Secret("correct horse")
      }
      #expect(try await host.run(RemoteCommand("id -un")).outputText == "deploy\n")
      await host.close()
      let failure = try await hostFailure {
        try await server.connect {
          $0.user = "deploy"
          $0.keyFiles = []
          $0.password = Secret("battery staple")
        }
      }
      #expect(failure.reason == .authenticationFailed)
      #expect(!"\(failure)".contains("battery"))
    }
  }

  @Test func aServerMayWantAKeyAndAPassword() async throws {
    let workshop = try Workshop()
    let key = try workshop.makeKey("id")
    try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: key + ".pub")
    let server = try SSHServer(
      userKey: key, options: ["AuthenticationMethods publickey,password"], view: Accounts.view(in: workshop),
      in: workshop)
    let host = try await server.connect {
      $0.user = "deploy"
      $0.password = Secret("correct horse")
    }
    #expect(try await host.run(RemoteCommand("id -un")).outputText == "deploy\n")
    await host.close()
  }
}
