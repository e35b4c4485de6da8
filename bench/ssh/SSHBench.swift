import Glibc
import PlayModel
import PlaySSH

/// One command, repeated on an open connection, through PlaySSH: round_trip is the mean of all but the first,
/// as exec-loop.c measures itself.
///
///     ssh-bench KEY KNOWN_HOSTS PORT WIDTH COMMAND ROUNDS ADDRESS...
@main
struct SSHBench {
  let key: String
  let knownHosts: String
  let port: Int
  let command: String
  let rounds: Int
  let connector: SSHConnector

  static func main() async {
    let words = CommandLine.arguments
    guard words.count >= 8, let port = Int(words[3]), let width = Int(words[4]), let rounds = Int(words[6])
    else {
      exit(64)
    }
    let bench = SSHBench(
      key: words[1], knownHosts: words[2], port: port, command: words[5], rounds: rounds,
      connector: SSHConnector(
        configuration: SSHConfiguration(agentSocket: .some(nil), simultaneousHandshakes: width)))
    await bench.run(on: Array(words[7...]))
  }

  private func run(on addresses: [String]) async {
    let begin = ContinuousClock.now
    let times = await withTaskGroup(of: Double?.self) { group in
      for address in addresses { group.addTask { await secondsRepeating(on: address) } }
      return await group.reduce(into: [Double?]()) { $0.append($1) }
    }
    let failed = times.count { $0 == nil }
    let repeated = times.compactMap { $0 }.reduce(0, +)
    let roundTrip = rounds > 1 ? repeated / Double(times.count * (rounds - 1)) : 0
    let wall = (ContinuousClock.now - begin) / Duration.seconds(1)
    var usage = rusage()
    getrusage(Int32(RUSAGE_SELF.rawValue), &usage)
    let cpu =
      Double(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec)
      + Double(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6
    print(
      "{\"program\":\"swiftplay\",\"hosts\":\(addresses.count),\"failed\":\(failed),\"wall\":\(wall),"
        + "\"cpu\":\(cpu),\"peak_kib\":\(usage.ru_maxrss),\"round_trip\":\(roundTrip)}")
  }

  /// Seconds that all rounds but the first took; `nil` when one failed.
  private func secondsRepeating(on address: String) async -> Double? {
    let target = ConnectionTarget(
      name: HostName(address), address: address, port: port, user: "root", keyFiles: [key],
      knownHostsFiles: [knownHosts], connectDeadline: .seconds(60), authenticationDeadline: .seconds(60))
    do {
      let host = try await connector.connect(to: target)
      var succeeded = try await host.run(RemoteCommand(command)).succeeded
      let first = ContinuousClock.now
      for _ in 1..<max(rounds, 2) where succeeded {
        succeeded = try await host.run(RemoteCommand(command)).succeeded
      }
      let time = (ContinuousClock.now - first) / Duration.seconds(1)
      await host.close()
      return succeeded ? time : nil
    } catch {
      let bytes = Array("\(address): \(error)\n".utf8)
      _ = write(2, bytes, bytes.count)
      return nil
    }
  }
}
