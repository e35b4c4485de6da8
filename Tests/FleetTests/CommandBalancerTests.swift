import Foundation
import Testing

/// Rollouts behind a balancer that is steered by commands of the user's own: a real HAProxy, through a script that
/// knows its socket.
@Suite struct CommandBalancerTests {
  private static let script = #"""
    set -eu
    server=$SWIFTPLAY_BACKEND/$SWIFTPLAY_SERVER
    case $1 in
      status)
        {
          say "show servers state $SWIFTPLAY_BACKEND"
          say 'show stat -1 4 -1'
        } | awk -F '[ ,]' -v backend="$SWIFTPLAY_BACKEND" -v server="$SWIFTPLAY_SERVER" '
          # A row of the first has the state and weight that were given, one of the second what is under way.
          $2 == backend && $4 == server && NF > 15 { admin = $7; weight = $8 }
          $1 == backend && $2 != server && $18 ~ /^UP/ { others++ }
          $1 == backend && $2 == server { sessions = $3 + $5; up = $18 ~ /^UP/ ? "true" : "false" }
          END {
            state = int(admin / 8) % 4 ? "drain" : admin % 4 || int(admin / 32) ? "maint" : "ready"
            printf "{\"state\": \"%s\", \"sessions\": %d, \"weight\": %d,\n", state, sessions, weight
            printf "\"up\": %s, \"others\": %d}\n", up, others
          }' ;;
      drain) say "set server $server state drain" ;;
      enable) say "set server $server state ready" ;;
      verify) [ "$SWIFTPLAY_STATE" = ready ] ;;
      weigh) say "set server $server weight $SWIFTPLAY_WEIGHT" ;;
    esac
    """#

  private func edge(_ program: String, on place: String) -> String {
    let commands = ["status", "drain", "enable", "verify", "weigh"].map { "'\($0)': '\(program) \($0)'" }
    return "'driver': 'command', 'on': '\(place)', 'backend': 'web', " + commands.joined(separator: ", ")
  }

  @Test func noRequestFailsWithCommandsOnTheBalancer() async throws {
    try await Scenario.balanced(
      by: "haproxy", edge: edge("/root/edge", on: "balancer"),
      rollout: "{serial: 1, weight: [40%], pause: 1s}"
    ) { scenario, balancer in
      let say = #"""
        say() {
          perl -e 'use IO::Socket::UNIX; my $s = IO::Socket::UNIX->new(Peer => "/run/haproxy/admin.sock") or die;
            print $s "$ARGV[0]\n"; $s->shutdown(1); print while <$s>;' "$1"
        }
        """#
      let text = "#!/bin/sh\n\(say)\n\(Self.script)\n"
      _ = try await balancer.shell("cat >/root/edge <<'END'\n\(text)END\nchmod 755 /root/edge")
      let first = try await scenario.deploy("1.0")
      #expect(first.exit == 0, "\(first.said)")
      let load = try await Load.through(balancer) {
        let run = try await scenario.deploy("2.0")
        #expect(run.exit == 0, "\(run.said)")
      }
      #expect(load.failed == 0 && load.requests > 300, "\(load.said)")
      #expect(try await scenario.hosts[1].page("/version") == "2.0")
      let said = try await scenario.fleet.tool(["balancer", balancer.name, "say", "show stat -1 4 -1"])
      let rows = said.split(separator: "\n").map {
        $0.split(separator: ",", omittingEmptySubsequences: false)
      }
      .filter { $0.count > 18 && $0[0] == "web" }
      #expect(rows.map { $0[17] } == ["UP", "UP"], "\(said)")
      #expect(rows.map { $0[18] } == ["100", "100"], "\(said)")
      _ = try await balancer.shell("rm /root/edge")
    }
  }

  @Test func commandsOnTheControllerAndOnTheHost() async throws {
    // Whether a host is in is a file there; the controller's own folder is where swiftplay runs.
    for place in ["controller", "host"] {
      let folder = place == "host" ? "/root/" : ""
      let edge =
        "'driver': 'command', 'on': '\(place)', "
        + #"'status': 'cat \#(folder)$SWIFTPLAY_SERVER.json || echo \'{"state": "ready", "sessions": 0}\'', "#
        + #"'drain': 'echo \'{"state": "drain", "sessions": 0}\' >\#(folder)$SWIFTPLAY_SERVER.json', "#
        + "'enable': 'rm -f \(folder)$SWIFTPLAY_SERVER.json; echo $SWIFTPLAY_RUN $SWIFTPLAY_ADDRESS >>\(folder)enabled'"
      try await Scenario.balanced(by: "haproxy", edge: edge) { scenario, balancer in
        let run = try await scenario.deploy("1.0")
        #expect(run.exit == 0, "\(run.said)")
        let lines = scenario.hosts.prefix(2).map { "\(run.runID) \($0.address)\n" }
        if place == "controller" {
          let told = try String(contentsOf: scenario.folder.appending(path: "enabled"), encoding: .utf8)
          #expect(told == lines.joined(), "\(told)")
        } else {
          for (host, line) in zip(scenario.hosts, lines) {
            #expect(try await host.shell("cat /root/enabled; rm /root/enabled") == line)
          }
        }
      }
    }
  }

  @Test func whatACommandSaysIsTheReason() async throws {
    let edge =
      "'driver': 'command', 'on': 'controller', 'status': 'echo no idea; echo the robot is ill >&2; exit 7', "
      + "'drain': 'true', 'enable': 'true'"
    try await Scenario.balanced(by: "haproxy", edge: edge) { scenario, balancer in
      let run = try await scenario.deploy("1.0")
      #expect(run.exit == 2 || run.exit == 3, "\(run.said)")
      #expect(run.said.contains("the command `status` ended with 7: the robot is ill no idea"), "\(run.said)")
      for host in scenario.hosts.prefix(2) { #expect(try await host.containers().isEmpty) }
    }
  }
}
