import Foundation
import Glibc
import PlayModel

/// The places of runs in windows with `max_concurrent`: files in the program's home that are locked as long as a run goes
/// on (flock(2)). Who is killed leaves none taken.
final class WindowPlaces {
  /// Why there is no place.
  struct Full: Error {
    let window: Window
    /// Runs that have one, as far as they say.
    let runs: [RunID]

    /// `2 runs go on in the window weeknights, and no more may: 20261122-162030-k3f9, …`
    var words: String {
      let limit = window.maxConcurrent ?? 0
      let count = limit == 1 ? "a run goes on" : "\(limit) runs go on"
      let who = runs.isEmpty ? "" : ": " + runs.map(\.text).joined(separator: ", ")
      return "\(count) in the window \(window.name), and no more may (max_concurrent)\(who)"
    }
  }

  private let directory: String
  private var held: [Int32] = []

  init(home: String) { directory = home + "/places" }

  deinit { leave() }

  /// Takes one in each of the windows that has a limit, or none. Where a run has some already, they are given up first.
  func take(_ windows: [Window], for run: RunID) throws {
    leave()
    var names: Set<String> = []
    // In one order, so that two runs cannot each hold what the other wants.
    for window in windows.sorted(by: { $0.name < $1.name }) where names.insert(window.name).inserted {
      guard let limit = window.maxConcurrent else { continue }
      do { held.append(try place(in: window, of: limit, for: run)) } catch {
        leave()
        throw error
      }
    }
  }

  func leave() {
    for descriptor in held { close(descriptor) }
    held = []
  }

  private func place(in window: Window, of limit: Int, for run: RunID) throws -> Int32 {
    try FileManager.default.createDirectory(
      atPath: directory, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    var runs: [RunID] = []
    for number in 1...limit {
      let path = "\(directory)/\(Self.fileName(window.name)).\(number)"
      let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
      guard descriptor >= 0 else {
        throw CocoaError(.fileWriteNoPermission, userInfo: [NSFilePathErrorKey: path])
      }
      if flock(descriptor, LOCK_EX | LOCK_NB) == 0 {
        let text = Array(run.text.utf8)
        // Who it is helps whoever finds no place, and decides nothing.
        _ = ftruncate(descriptor, 0)
        _ = text.withUnsafeBytes { pwrite(descriptor, $0.baseAddress, $0.count, 0) }
        return descriptor
      }
      close(descriptor)
      if let text = try? String(contentsOfFile: path, encoding: .utf8), !text.isEmpty {
        runs.append(RunID(text))
      }
    }
    throw Full(window: window, runs: runs)
  }

  /// A window's name may have any characters, a file's none of `/`.
  private static func fileName(_ name: String) -> String {
    name.unicodeScalars.map { scalar in
      scalar.properties.isAlphabetic && scalar.isASCII || ("0"..."9").contains(scalar) || scalar == "-"
        || scalar == "_"
        ? String(scalar) : "%" + String(scalar.value, radix: 16)
    }.joined()
  }
}
