import Foundation
import PlayFiles
import PlayModel
import PlayPlanning

/// The jobs of a schedule with the times of each.
struct ScheduleBook {
  let path: String
  let boards: [JobBoard]

  /// Throws `FileProblems`, also for windows that an inventory does not have.
  static func load(_ path: String) async throws -> ScheduleBook {
    let jobs = try ScheduleFile().read(path)
    var boards: [JobBoard] = []
    var problems: [FileProblem] = []
    for job in jobs {
      switch job.timing {
      case .own(let window): boards.append(JobBoard(job, window: window))
      case .window(let name):
        var options = try InventoryOptions.parse([])
        options.inventory = job.inventories
        let variables = try VariableOptions.parse(job.variables.flatMap { ["-e", $0] })
        let windows = try await WindowBook.load(options, variables: variables).windows
        if let window = windows.first(where: { $0.name == name && $0.kind == .allow }) {
          boards.append(JobBoard(job, window: window))
        } else {
          problems.append(
            FileProblem(
              at: job.position,
              "the job `\(job.name)` is for the window `\(name)`, which its inventory does not have",
              hint: NearestName.hint(name, in: windows.map(\.name))))
        }
      }
    }
    guard problems.isEmpty else { throw FileProblems(problems) }
    return ScheduleBook(path: path, boards: boards)
  }

  func board(_ name: String) throws -> JobBoard {
    if let board = boards.first(where: { $0.job.name == name }) { return board }
    throw FileProblem(
      at: SourcePosition(file: path), "there is no job `\(name)`",
      hint: NearestName.hint(name, in: boards.map(\.job.name)))
  }
}
