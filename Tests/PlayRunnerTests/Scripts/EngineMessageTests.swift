import PlayModel
import Testing

@testable import PlayRunner

/// Words as Docker 20.10, 24 and 28 said them.
@Suite struct EngineMessageTests {
  private func trouble(_ words: String, exit: Int = 1) -> Trouble {
    EngineMessage.trouble(
      ScriptReport(lines: words.split(separator: "\n").map(String.init), exit: exit), otherwise: .createFailed
    )
  }

  @Test(arguments: [
    (
      "Error response from daemon: manifest for shop/web:9 not found: manifest unknown: manifest unknown",
      Trouble.Reason.imageNotFound
    ),
    (
      "docker: Error response from daemon: failed to resolve reference \"r/web:9\": r/web:9: not found",
      .imageNotFound
    ),
    ("Error response from daemon: No such image: shop/web:9", .imageNotFound),
    (
      "Error response from daemon: pull access denied for x, repository does not exist or may require 'docker login': denied: requested access to the resource is denied",
      .imageNotFound
    ),
    (
      "Error response from daemon: Get \"https://r:5000/v2/\": dial tcp 10.0.0.9:5000: connect: connection refused",
      .registryUnreachable
    ),
    (
      "Error response from daemon: Get \"https://r:5000/v2/\": dial tcp: lookup r: no such host",
      .registryUnreachable
    ),
    (
      "Error response from daemon: Head \"https://r/v2/web/manifests/1\": unauthorized: authentication required",
      .pullFailed
    ),
    ("failed to register layer: write /usr/bin/x: no space left on device", .diskFull),
    (
      "Error response from daemon: driver failed programming external connectivity on endpoint web (ab): Bind for 0.0.0.0:8080 failed: port is already allocated",
      .portTaken
    ),
    (
      "Error response from daemon: Conflict. The container name \"/web\" is already in use by container \"ab\". You have to remove (or rename) that container to be able to reuse that name.",
      .nameTaken
    ),
    (
      "Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?",
      .noEngine
    ),
    ("Error response from daemon: something nobody has seen", .createFailed),
  ])
  func theReasonIsRead(_ words: String, _ reason: Trouble.Reason) {
    #expect(trouble(words).reason == reason)
  }

  @Test func theDaemonsNameIsNoPartOfTheReason() {
    #expect(trouble("Error response from daemon: so it is").detail == "so it is")
  }

  @Test func theLastUsefulLineCounts() {
    #expect(trouble("WARNING: swap\nno can do\nSee 'docker create --help'.").detail == "no can do")
  }

  @Test func silenceIsSaid() { #expect(trouble("").detail == "the engine gave no reason") }

  @Test func aBusyOrLostHostIsNotTheEnginesWord() {
    #expect(trouble("=busy", exit: 125).reason == .timedOut)
    #expect(trouble("=lost 20261122-162031-bbbb", exit: 125).reason == .locked)
    #expect(trouble("=lost nobody", exit: 125).reason == .locked)
    #expect(trouble("=cancelled", exit: 125).reason == .interrupted)
  }
}
