import Foundation
import PlayModel
import PlayReport
import Synchronization

/// Prints log lines, many with one write, and notices when nobody reads them any more.
final class LogPrinter: Sendable {
  private let service: ServiceName
  private let isJSON: Bool
  private let isTerminal = Console.outputIsTerminal
  private let style = Console.style
  private let isBroken = Mutex(false)

  init(service: ServiceName, isJSON: Bool) {
    self.service = service
    self.isJSON = isJSON
  }

  /// Whether the reader went away (`| head`).
  var readerIsGone: Bool { isBroken.withLock { $0 } }

  func print(_ entries: some Sequence<LogEntry>) {
    var bytes: [UInt8] = []
    for entry in entries {
      bytes += line(entry)
      if bytes.count > 1 << 16 {
        write(bytes)
        bytes.removeAll(keepingCapacity: true)
      }
    }
    if !bytes.isEmpty { write(bytes) }
  }

  func line(_ entry: LogEntry) -> [UInt8] {
    isJSON
      ? LogText.json(entry, service: service) : LogText.line(entry, style: style, terminal: isTerminal)
  }

  func write(_ bytes: [UInt8]) {
    do { try FileHandle.standardOutput.write(contentsOf: Data(bytes)) } catch {
      isBroken.withLock { $0 = true }
    }
  }
}
