import Glibc
import PlayModel
import PlaySSH

// One command on each of many hosts through PlaySSH, measured as exec-loop.c measures itself.
//
//   ssh-bench KEY KNOWN_HOSTS PORT WIDTH COMMAND ROUNDS ADDRESS...

let words = CommandLine.arguments
guard words.count >= 8, let port = Int(words[3]), let width = Int(words[4]), let rounds = Int(words[6]) else {
  exit(64)
}
let addresses = words[7...]
let command = words[5]
let connector = SSHConnector(
  configuration: SSHConfiguration(agentSocket: .some(nil), simultaneousHandshakes: width))
let clock = ContinuousClock()
let begin = clock.now
let failed = await withTaskGroup(of: Bool.self) { group in
  for address in addresses {
    group.addTask {
      var target = ConnectionTarget(
        name: HostName(address), address: address, port: port, user: "root", keyFiles: [words[1]],
        knownHostsFiles: [words[2]])
      target.connectDeadline = .seconds(60)
      target.authenticationDeadline = .seconds(60)
      do {
        let host = try await connector.connect(to: target)
        for _ in 0..<rounds {
          guard try await host.run(RemoteCommand(command)).succeeded else { return true }
        }
        await host.close()
        return false
      } catch {
        fputs("\(address): \(error)\n", stderr)
        return true
      }
    }
  }
  return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
}
let wall = Double((clock.now - begin).components.attoseconds) / 1e18 + Double((clock.now - begin).components.seconds)
var usage = rusage()
getrusage(RUSAGE_SELF, &usage)
let cpu =
  Double(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) + Double(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6
print(
  "{\"program\":\"swiftplay\",\"hosts\":\(addresses.count),\"failed\":\(failed),\"wall\":\(wall),\"cpu\":\(cpu),\"peak_kib\":\(usage.ru_maxrss)}"
)
