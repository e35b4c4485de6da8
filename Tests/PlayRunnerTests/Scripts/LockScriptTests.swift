import Foundation
import PlayModel
import Testing

@testable import PlayRunner

@Suite("Locks, in a real shell") struct LockScriptTests {
  private let shell: ScriptShell

  init() throws {
    shell = try ScriptShell()
    try shell.keepFences(["web": 0, "cache": 0])
  }

  private func forgetFences() throws { try FileManager.default.removeItem(atPath: shell.state) }

  /// Seconds since 1970.
  private var now: Int { Int(Date().timeIntervalSince1970) }

  private func claim(
    _ run: RunID, token: String = "t1", replacing: [RunID] = [], held: [ServiceName: Int] = [:]
  )
    -> HostClaim
  {
    HostClaim(
      run: run, token: token, owner: "ana o'neil", machine: "ops 1", processID: 42,
      services: ["web", "cache"],
      replacing: replacing, held: held)
  }

  @Test func theFirstClaimGetsAllServices() throws {
    #expect(try shell.claim(claim("r1")) == .granted(["web": 1, "cache": 1]))
  }

  @Test func aClaimSentTwiceIsOneClaim() throws {
    _ = try shell.claim(claim("r1"))
    #expect(try shell.claim(claim("r1")) == .granted(["web": 1, "cache": 1]))
  }

  @Test func anotherRunIsToldWhoHoldsIt() throws {
    _ = try shell.claim(claim("r1"))
    guard case .held(let locks) = try shell.claim(claim("r2", token: "t2")) else {
      Issue.record("the second claim was not refused")
      return
    }
    #expect(locks.map(\.service) == ["cache", "web"])
    #expect(locks.allSatisfy { $0.run == "r1" && $0.fence == 1 && $0.owner == "ana o'neil" && !$0.isStale })
    #expect(locks.first?.machine == "ops-1")
  }

  @Test func oneHeldServiceRefusesTheWholeClaim() throws {
    var first = claim("r1")
    first.services = ["web"]
    _ = try shell.claim(first)
    _ = try shell.claim(claim("r2", token: "t2"))
    var third = claim("r3", token: "t3")
    third.services = ["cache"]
    #expect(try shell.claim(third) == .granted(["cache": 1]))
  }

  @Test func anotherProcessOfTheRunGetsANewerFence() throws {
    _ = try shell.claim(claim("r1"))
    #expect(try shell.claim(claim("r1", token: "t2")) == .granted(["web": 2, "cache": 2]))
  }

  @Test func whatAFinishedRunLeftIsTaken() throws {
    _ = try shell.claim(claim("r1"))
    #expect(try shell.claim(claim("r2", token: "t2", replacing: ["r1"])) == .granted(["web": 2, "cache": 2]))
  }

  @Test func aFenceIsNewerThanThoseInLabels() throws {
    try shell.engine("ps", says: "c1\nc2\n")
    try shell.engine("inspect", says: "4000000007\n<no value>\n5\n")
    try forgetFences()
    #expect(try shell.claim(claim("r1")) == .granted(["web": 4_000_000_008, "cache": 4_000_000_008]))
  }

  /// Fences that were given before the host forgot them, and that no label keeps.
  @Test func aFenceIsNewerThanForgottenOnes() throws {
    try forgetFences()
    let before = now
    guard case .granted(let fences) = try shell.claim(claim("r1")) else {
      Issue.record("not granted")
      return
    }
    #expect(fences.values.allSatisfy { $0 > before })
  }

  @Test func aHostThatHasSeenANewerFenceIsNotClaimedAgain() throws {
    try shell.engine("ps", says: "c1\n")
    try shell.engine("inspect", says: "7\n")
    try forgetFences()
    #expect(try shell.claim(claim("r1", held: ["web": 6, "cache": 6])) == .overtaken("cache 7"))
    #expect(try shell.claim(claim("r1", held: ["web": 7, "cache": 7])).isGranted)
  }

  @Test func anEngineThatDoesNotAnswerGrantsNothing() throws {
    try shell.engine("ps", says: "Cannot connect to the Docker daemon\n", exit: 1)
    try forgetFences()
    guard case .failed = try shell.claim(claim("r1")) else {
      Issue.record("granted without knowing the fences of the labels")
      return
    }
  }

  @Test func ofManyAtOnceOneWins() throws {
    let running = try (1...8).map { number in
      try shell.start(
        HostScript(
          "state=\(ShellWord.quote(shell.state))\n"
            + LockScripts.claim(claim(RunID("r\(number)"), token: "t\(number)"))))
    }
    let answers = running.map { each in each.report().map { ClaimAnswer($0, claim: claim("r")) } }
    let granted = answers.filter { if case .granted = $0 { true } else { false } }
    let held = answers.filter { if case .held = $0 { true } else { false } }
    #expect(granted.count == 1)
    #expect(held.count == 7)
  }

  @Test func releasedIsFreeAndKeepsItsFence() throws {
    _ = try shell.claim(claim("r1"))
    _ = try shell.run(LockScripts.release(claim("r1"), forget: true, stateDirectory: shell.state))
    #expect(try shell.claim(claim("r2", token: "t2")) == .granted(["web": 2, "cache": 2]))
  }

  @Test(arguments: [("r1", "t9", false), ("r2", "t1", false), ("r2", "t1", true)])
  func aStrangerReleasesNothing(_ run: String, _ token: String, _ forget: Bool) throws {
    _ = try shell.claim(claim("r1"))
    _ = try shell.run(
      LockScripts.release(claim(RunID(run), token: token), forget: forget, stateDirectory: shell.state))
    guard case .held = try shell.claim(claim("r3", token: "t2")) else {
      Issue.record("another one gave the lock away")
      return
    }
  }

  /// A process that could not take the lock over any more says that the run is over: the one before it holds nothing,
  /// and what it may have sent changes nothing.
  @Test func aRunThatIsOverHoldsNothing() throws {
    _ = try shell.claim(claim("r1"))
    _ = try shell.run(
      LockScripts.release(claim("r1", token: "t9"), forget: true, stateDirectory: shell.state))
    let late = HostOperation(
      id: "r1/0/h1/web/create", run: "r1", service: "web", token: "t1", fence: 1, stateDirectory: shell.state)
    #expect(try shell.run(HostScript("echo done", operation: late))?.fact("lost") == "nobody")
    #expect(try shell.claim(claim("r2", token: "t2")) == .granted(["web": 2, "cache": 2]))
  }

  @Test func theHeartbeatKnowsWhetherItIsStillTheHolder() throws {
    _ = try shell.claim(claim("r1"))
    let mine = try shell.run(LockScripts.beat(claim("r1"), stateDirectory: shell.state))
    #expect(mine?.facts("lost") == [])
    let stranger = try shell.run(LockScripts.beat(claim("r1", token: "t9"), stateDirectory: shell.state))
    #expect(stranger?.facts("lost") == ["cache", "web"])
  }

  @Test func theListAndTheBreakFindTheEnginesOwnFolder() throws {
    let id = "test-\(UUID())"
    try shell.engine("info", says: id + "\n")
    let folder = "/run/lock/swiftplay-\(id)"
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    for service in ["web", "cache"] {
      try "0\n".write(toFile: "\(folder)/\(service).fence", atomically: true, encoding: .utf8)
    }
    let claimed = try #require(try shell.run(LockScripts.claimAlone(claim("r1"))))
    #expect(claimed.facts("claimed") == ["cache 1", "web 1"], "\(claimed.lines)")
    let listed = try shell.run(LockScripts.list)
    #expect(listed?.facts("held").compactMap(ServiceLock.init(fact:)).map(\.service) == ["cache", "web"])
    let broken = try shell.run(LockScripts.breakLocks(of: "r1", by: "bo", reason: "it's\nover"))
    #expect(broken?.facts("broken") == ["cache 2", "web 2"])
    #expect(try shell.run(LockScripts.list)?.facts("held") == [])
    let again = try #require(try shell.run(LockScripts.claimAlone(claim("r2", token: "t2"))))
    #expect(again.facts("claimed") == ["cache 3", "web 3"])
  }
}

extension ClaimAnswer {
  fileprivate var isGranted: Bool { if case .granted = self { true } else { false } }
}
