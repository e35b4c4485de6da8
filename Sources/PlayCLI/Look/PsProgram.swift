import ArgumentParser
import Foundation
import PlayModel
import PlayReport
import PlayRunner

/// `ps`, once or again and again.
struct PsProgram {
  let hosts: [HostName]
  let look: FleetLook
  let question: ContainerQuestion
  let order: ContainerOrder
  let table: ContainerTable
  let isJSON: Bool

  func once() async throws {
    let sightings = await look.containers(on: hosts, question)
    print(sightings)
    try Self.exit(for: sightings)
  }

  /// Until it is interrupted: on a terminal in place, else one list after another.
  func watch(every seconds: Int) async throws {
    let clock = SystemClock()
    let isScreen = !isJSON && Console.outputIsTerminal && Console.size != nil
    let restore = { @Sendable in if isScreen { Console.print(WatchScreen.restore) } }
    let work = Task {
      var screen = WatchScreen(style: Console.style)
      while !Task.isCancelled {
        let began = clock.now()
        let sightings = await look.containers(on: hosts, question)
        guard !Task.isCancelled else { return }
        if isScreen, let size = Console.size {
          Console.print(page(sightings, at: clock.now(), seconds, size, &screen))
        } else {
          print(sightings)
        }
        let rest = Duration.seconds(seconds) - clock.now().since(began)
        try? await clock.sleep(for: max(.milliseconds(100), rest))
      }
    }
    let interrupts = Interrupts(
      first: { work.cancel() },
      second: {
        restore()
        Foundation.exit(130)
      })
    await work.value
    restore()
    interrupts.end()
    throw ExitCode(130)
  }

  private func containers(_ sightings: [HostSighting]) -> [ContainerSighting] {
    order.applied(to: sightings.flatMap(\.containers))
  }

  private func print(_ sightings: [HostSighting]) {
    let containers = containers(sightings)
    if isJSON { return Console.print(ContainerJSON.lines(containers, sightings)) }
    let colour = Console.style.colour
    let lines = table.lines(containers, width: Console.size?.columns)
    Console.print(lines.map { $0.rendered(colour: colour) + "\n" }.joined())
    if lines.isEmpty, sightings.contains(where: { $0.trouble == nil }) {
      Console.complain(order.unhealthyOnly ? "nothing is unhealthy" : "no containers")
    }
    for line in ContainerTable.troubles(sightings) {
      Console.complain(line.rendered(colour: colour && Console.errorIsTerminal))
    }
  }

  private func page(
    _ sightings: [HostSighting], at time: Timestamp, _ interval: Int, _ size: (columns: Int, rows: Int),
    _ screen: inout WatchScreen
  ) -> String {
    let containers = containers(sightings)
    let heading = WatchHeading.line(
      containers: containers.count, hosts: hosts.count, at: time, interval: interval, style: Console.style)
    let lines = [heading, StyledText()] + table.lines(containers, width: size.columns - 1)
    let troubles = ContainerTable.troubles(sightings)
    return screen.draw(
      lines, foot: troubles.isEmpty ? [] : [StyledText()] + troubles, columns: size.columns, rows: size.rows)
  }

  static func exit(for sightings: [HostSighting]) throws {
    let troubles = sightings.compactMap(\.trouble)
    if troubles.contains(where: { $0.reason == .unreachable }) { throw ExitCode(4) }
    if !troubles.isEmpty { throw ExitCode(2) }
  }
}
