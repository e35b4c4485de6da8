import Glibc
import PlayModel
import PlaySSH

/// One command on each of many hosts through PlaySSH, measured as exec-loop.c measures itself.
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
    guard words.count >= 8, let port = Int(words[3]), let width = Int(words[4]), let rounds = Int(words[6]) else {
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
    let failed = await withTaskGroup(of: Bool.self) { group in
      for address in addresses { group.addTask { await succeeds(on: address) } }
      var failed = 0
      for await succeeded in group where !succeeded { failed += 1 }
      return failed
    }
    let wall = (ContinuousClock.now - begin) / Duration.seconds(1)
    var usage = rusage()
    getrusage(Int32(RUSAGE_SELF.rawValue), &usage)
    let cpu =
      Double(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec)
      + Double(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6
    print(
      "{\"program\":\"swiftplay\",\"hosts\":\(addresses.count),\"failed\":\(failed),\"wall\":\(wall),"
        + "\"cpu\":\(cpu),\"peak_kib\":\(usage.ru_maxrss)}")
  }

  private func succeeds(on address: String) async -> Bool {
    let target = ConnectionTarget(
      name: HostName(address), address: address, port: port, user: "root", keyFiles: [key],
      knownHostsFiles: [knownHosts], connectDeadline: .seconds(60), authenticationDeadline: .seconds(60))
    do {
      let host = try await connector.connect(to: target)
      var succeeded = true
      for _ in 0..<rounds where succeeded { succeeded = try await host.run(RemoteCommand(command)).succeeded }
      await host.close()
      return succeeded
    } catch {
      let bytes = Array("\(address): \(error)\n".utf8)
      _ = write(2, bytes, bytes.count)
      return false
    }
  }
}
