import PlayModel
import PlayPlanning
import Testing

@Suite("Health budget")
struct HealthBudgetTests {
  @Test("A batch is split so that enough hosts stay healthy")
  func split() {
    var budget = HealthBudget(required: 2, healthy: ["a", "b", "c", "d"])
    #expect(budget.split(["a", "b", "c"]) == [["a", "b"], ["c"]])
  }

  @Test("Hosts that are down already cost nothing, and count once changed")
  func repair() {
    var budget = HealthBudget(required: 1, healthy: ["a"])
    #expect(budget.split(["b", "c"]) == [["b", "c"]])
    #expect(budget.split(["a", "b"]) == [["a", "b"]])
  }

  @Test("A host that may never stop makes the batch impossible")
  func impossible() {
    var budget = HealthBudget(required: 2, healthy: ["a", "b"])
    #expect(budget.split(["a"]) == nil)
  }
}
