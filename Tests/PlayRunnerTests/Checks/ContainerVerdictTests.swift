import PlayModel
import Testing

@testable import PlayRunner

@Suite struct ContainerVerdictTests {
  private func container(_ status: ObservedContainer.Status) -> ObservedContainer {
    ObservedContainer(
      id: "c1", name: "web", image: "web:1", imageID: "sha256:1", status: status, startedAt: "t1")
  }

  @Test func aRunningOneIsRight() {
    #expect(ContainerVerdict.trouble(container(.running), startedAt: nil) == nil)
    #expect(ContainerVerdict.trouble(container(.running), startedAt: "t1") == nil)
  }

  @Test(arguments: [ObservedContainer.Status.created, .paused, .removing, .exited, .dead])
  func anyOtherStatusIsWrong(_ status: ObservedContainer.Status) {
    #expect(ContainerVerdict.trouble(container(status), startedAt: nil)?.reason == .exited)
  }

  @Test func aRestartIsItsOwnDeath() {
    var restarted = container(.running)
    restarted.restartCount = 1
    #expect(ContainerVerdict.trouble(restarted, startedAt: nil)?.reason == .restarted)
    #expect(ContainerVerdict.trouble(container(.restarting), startedAt: nil)?.reason == .restarted)
  }

  @Test func anotherStartTimeIsARestart() {
    #expect(ContainerVerdict.trouble(container(.running), startedAt: "t0")?.reason == .restarted)
  }

  @Test func unhealthyIsWrongAndStartingIsNot() {
    var sick = container(.running)
    sick.health = .unhealthy
    #expect(ContainerVerdict.trouble(sick, startedAt: nil)?.reason == .unhealthy)
    sick.health = .starting
    #expect(ContainerVerdict.trouble(sick, startedAt: nil) == nil)
  }

  @Test func theStateSaysWhatIsKnown() {
    var dead = container(.exited)
    dead.exitCode = 137
    dead.outOfMemory = true
    dead.restartCount = 2
    #expect(
      ContainerVerdict.describe(dead) == "exited with 137, killed for lack of memory, restarted 2 times")
  }
}
