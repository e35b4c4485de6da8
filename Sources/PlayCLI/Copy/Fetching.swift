import Foundation
import Glibc
import PlayModel
import PlayReport
import Synchronization

/// Brings a file or a folder of a host to this machine.
struct Fetching: Sendable {
  struct Unwritten: Error {
    let detail: String
  }

  let source: String
  /// Where this host's copy goes: a folder of its own.
  let folder: URL
  let recursive: Bool
  let deadline: Duration

  private struct Entry {
    let mode: Int
    let size: Int
    let path: String
  }

  func fetch(
    from host: any RemoteHost, become: Become?, _ meter: CopyMeter
  ) async throws(HostFailure) -> (amount: CopyText.Amount, path: String) {
    let (base, entries) = try await list(host, become)
    let name = URL(fileURLWithPath: base).lastPathComponent
    let place = folder.appending(path: name)
    var amount = CopyText.Amount()
    meter.expect(entries.reduce(0) { $0 + $1.size })
    for entry in entries {
      let relative = entry.path.dropFirst(base.count)
      // What a host says is not trusted with a path of this machine.
      guard !relative.split(separator: "/").contains("..") else {
        throw refused(host, "the host names a file outside of \(base): \(entry.path)")
      }
      let target = relative.isEmpty ? place : place.appending(path: String(relative.drop { $0 == "/" }))
      try await fetch(entry, to: target, from: host, become, meter)
      amount.files += 1
      amount.bytes += entry.size
    }
    return (amount, place.path)
  }

  /// `mode size path` a line for each file.
  private func list(
    _ host: any RemoteHost, _ become: Become?
  ) async throws(HostFailure) -> (base: String, files: [Entry]) {
    let script = """
      source=\(ShellWord.quote(source))
      case $source in
        /*) ;;
        '~/'*) source=$HOME/${source#??} ;;
        *) source=$PWD/$source ;;
      esac
      while [ "${source%/}" != "$source" ] && [ "$source" != / ]; do source=${source%/}; done
      [ -e "$source" ] || { echo "$source: there is no such file" >&2; exit 1; }
      if [ -d "$source" ]; then
        \(recursive ? "" : "echo \"$source is a folder: add -r to copy all of it\" >&2; exit 1")
        printf '%s\\n' "$source"
        find -L "$source" -type f -exec stat -L -c '%a %s %n' {} +
      else
        printf '%s\\n' "$source"
        stat -L -c '%a %s %n' "$source"
      fi
      """
    let result = try await host.run(
      RemoteCommand("/bin/sh", stdin: Array(script.utf8), deadline: deadline, become: become))
    guard result.succeeded, result.dropped == 0 else {
      throw refused(
        host, result.errorText.split(separator: "\n").last.map(String.init) ?? "its files cannot be listed")
    }
    var lines = result.outputText.split(separator: "\n").map(String.init)
    guard !lines.isEmpty else { throw refused(host, "its files cannot be listed") }
    let base = lines.removeFirst()
    var entries: [Entry] = []
    for line in lines {
      let parts = line.split(separator: " ", maxSplits: 2)
      guard parts.count == 3, let mode = Int(parts[0], radix: 8), let size = Int(parts[1]),
        parts[2] == base || parts[2].hasPrefix(base + "/")
      else { throw refused(host, "a file's name cannot be read, it may hold a newline: \(line)") }
      entries.append(Entry(mode: mode, size: size, path: String(parts[2])))
    }
    return (base, entries)
  }

  /// Whole or not at all: beside its place first, then renamed.
  private func fetch(
    _ entry: Entry, to target: URL, from host: any RemoteHost, _ become: Become?, _ meter: CopyMeter
  ) async throws(HostFailure) {
    let writer: PartFile
    do { writer = try PartFile(target, mode: entry.mode) } catch { throw refused(host, error.detail) }
    let result = try await host.run(
      RemoteCommand(
        "cat \(ShellWord.quote(entry.path))", deadline: deadline, outputLimit: 0, become: become,
        endsWhenGivenUp: true,
        onOutput: { chunk in
          guard chunk.stream == .stdout else { return }
          writer.write(chunk.bytes)
          meter.moved(chunk.bytes.count)
        }))
    guard result.succeeded else {
      throw refused(host, "\(entry.path) cannot be read there")
    }
    do { try writer.finish() } catch { throw refused(host, error.detail) }
  }

  private func refused(_ host: any RemoteHost, _ detail: String) -> HostFailure {
    HostFailure(host: host.name, reason: .uploadFailed, detail: detail)
  }
}
