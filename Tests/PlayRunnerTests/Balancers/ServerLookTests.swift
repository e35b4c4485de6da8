import PlayModel
import Testing

@testable import PlayRunner

/// What HAProxy 2.6 printed.
@Suite struct ServerLookTests {
  private func look(_ admin: Int, operation: Int = 2, queue: Int = 0, sessions: Int = 0, status: String)
    -> ServerLook?
  {
    ServerLook.haproxy(
      ScriptReport(
        lines: [
          "=state 3 web 1 h1 10.0.0.1 \(operation) \(admin) 5 1 1 15 3 4 6 0 0 0 - 8080 - 0 0 - - 0",
          "=stat web,h1,\(queue),0,\(sessions),0,,0,0,0,,0,,0,0,0,0,\(status),1,1,0,0,0,8,0,,1,3,1,,0,,2,0,,0,L7OK,200,0,",
        ], exit: 0)
    ).first
  }

  @Test(arguments: [
    (0, BalancerMembership.State.ready), (8, .drain), (0x10, .drain), (1, .maint), (2, .maint),
    (0x20, .maint),
    (9, .maint), (4, .ready),
  ])
  func readsWhatAnOperatorSaid(_ admin: Int, _ state: BalancerMembership.State) {
    #expect(look(admin, status: "UP")?.state == state)
  }

  @Test func readsLoadWeightAndHealth() {
    let busy = look(8, queue: 2, sessions: 3, status: "DRAIN")
    #expect(
      busy
        == ServerLook(
          backend: "web", state: .drain, weight: 5, isUp: true, load: 5, words: "DRAIN (L7OK)"))
    #expect(look(0, operation: 0, status: "DOWN")?.isUp == false)
    #expect(look(0, operation: 1, status: "UP")?.isUp == true)
    #expect(look(0, operation: 3, status: "NOLB")?.isUp == false)
  }

  @Test func leavesOutWhatIsNotWhole() {
    for lines in [["=state 3 web 1 h1", "=stat web,h1"], ["=state x", "=stat y"], []] {
      #expect(ServerLook.haproxy(ScriptReport(lines: lines, exit: 0)).isEmpty)
    }
  }
}
