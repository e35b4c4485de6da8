import Foundation
import PlayModel
import Testing

@testable import PlaySSH

/// Damaged configurations and arguments: whatever they hold, reading and asking come to an end.
/// `SWIFTPLAY_FUZZ_ROUNDS` sets how many are tried.
@Suite struct ClientConfigFuzzTests {
  private static let rounds =
    ProcessInfo.processInfo.environment["SWIFTPLAY_FUZZ_ROUNDS"].flatMap(Int.init) ?? 2_000

  /// Without Include and Match exec, which would reach beyond the text.
  private func read(_ bytes: [UInt8]) -> (ConfigFile, [FileProblem]) {
    var reader = ConfigReader(home: "/nonexistent", isUsers: true)
    let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).filter { line in
      let text = String(decoding: line, as: UTF8.self).lowercased()
      return !text.contains("include") && !text.contains("exec")
    }
    let file = reader.file("f", Array(lines.joined(separator: [UInt8(ascii: "\n")])))
    return (file, reader.problems)
  }

  @Test func configurations() throws {
    let local = LocalFacts(user: "me", home: "/nonexistent")
    var mutator = Mutator(seed: 5)
    var (sound, asked) = (0, 0)
    for round in 0..<Self.rounds {
      var generator = ConfigGenerator(seed: UInt64(round % 100 + 1), folder: "/nonexistent")
      let text = Array(generator.file(depth: 2).utf8)
      let (file, problems) = read(mutator.mutated(text))
      #expect(problems.allSatisfy { $0.position.line > 0 && $0.position.column > 0 })
      sound += problems.isEmpty ? 1 : 0
      let config = ClientConfig(files: [file])
      for host in ["web1", "127.1"] {
        let target = ConnectionTarget(name: "web1", address: host)
        do throws(SSHOptionProblem) {
          let options = try OptionResolver(config: config, local: local).options(for: target)
          #expect(options.port.map { (1...65535).contains($0) } ?? true)
          #expect(options.hostName?.isEmpty == false)
          asked += 1
        } catch {
          #expect(!error.text.isEmpty)
        }
      }
    }
    // Damage that stopped everything would test nothing.
    #expect(sound > Self.rounds / 10)
    #expect(asked > Self.rounds / 10)
  }

  @Test func lines() {
    let seeds = [
      "Port 22", "  User = \"a b\" # c", "Match host a,!b exec \"x %h\" user 'c d'",
      "\"IdentityFile\"=\\\"a\\ b'c'",
      "UserKnownHostsFile ~/a ${HOME}/%h%%%r", "ConnectTimeout 1w2d3h4m5s", "PreferredAuthentications a,b",
    ]
    var mutator = Mutator(seed: 6)
    let tokens = ConfigTokens(
      host: "h", originalHost: "o", port: 22, user: "u", hostKeyAlias: nil,
      local: LocalFacts(user: "me", home: "/h"))
    for _ in 0..<Self.rounds * 10 {
      let bytes = mutator.mutated(Array(mutator.pick(seeds).utf8))
      guard let line = try? ConfigLine(bytes) else { continue }
      #expect(!line.rest.isEmpty)
      _ = try? ConfigSetting(line)
      _ = try? MatchCriterion.criteria(in: line.rest[...])
      for word in line.arguments {
        _ = try? tokens.expand(word, ConfigTokens.all, environment: true)
        _ = ConfigPattern.anyMatches(ConfigPattern.list(word), Array("web1".utf8))
        _ = ConfigValue.seconds(word)
        _ = HostAddressForm.canonical(word)
      }
    }
  }

  @Test func arguments() {
    let seeds = [
      "-o Port=22", "-oUser=\"a b\"", "-l user", "-i ~/x", "-p22", "-J a,b", "-vvvF x", "-4 -b 1.2.3.4",
    ]
    var mutator = Mutator(seed: 7)
    for _ in 0..<Self.rounds * 10 {
      let text = String(decoding: mutator.mutated(Array(mutator.pick(seeds).utf8)), as: UTF8.self)
      _ = try? SSHOptions(arguments: text.split(separator: " ").map(String.init))
    }
  }
}
