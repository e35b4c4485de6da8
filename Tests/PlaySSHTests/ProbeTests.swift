import Foundation
import PlayModel
import PlaySSH
import Testing

@Suite struct ProbeTests {
  private func http(_ port: Int, path: String = "/health", deadline: Duration = .seconds(10)) -> NetworkProbe
  {
    NetworkProbe(
      address: "127.0.0.1", port: port,
      question: .http(path: path, hostHeader: "web.example", headers: ["X-Check": "yes"]), deadline: deadline)
  }

  @Test func aListeningPortIsConnectedAndAClosedOneRefused() async throws {
    let server = try SSHServer()
    let host = try await server.connect()
    let open = NetworkProbe(address: "127.0.0.1", port: server.port, question: .tcp, deadline: .seconds(10))
    #expect(try await host.probe(open) == .connected)
    let port = try FreePort.next()
    let closed = NetworkProbe(address: "127.0.0.1", port: port, question: .tcp, deadline: .seconds(10))
    guard case .refused(let words) = try await host.probe(closed) else {
      Issue.record("a closed port answered")
      return
    }
    #expect(words.lowercased().contains("refused"))
    await host.close()
  }

  @Test func anHTTPAnswerArrives() async throws {
    let server = try SSHServer()
    let host = try await server.connect()
    let answers: [(String, ProbeAnswer)] = [
      ("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nok\n", .http(status: 200, body: Array("ok\n".utf8))),
      (
        "HTTP/1.1 503 No\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nno\r\n0\r\n\r\n",
        .http(status: 503, body: Array("no".utf8))
      ),
      ("HTTP/1.0 200 OK\r\n\r\nuntil the end", .http(status: 200, body: Array("until the end".utf8))),
      ("HTTP/1.1 204 No Content\r\n\r\n", .http(status: 204, body: [])),
    ]
    for (text, answer) in answers {
      let web = try await ScriptedServer { _ in .sayAndClose(Array(text.utf8)) }
      #expect(try await host.probe(http(web.port)) == answer)
    }
    await host.close()
  }

  @Test func aLongBodyIsCut() async throws {
    let server = try SSHServer()
    let host = try await server.connect()
    let body = [UInt8](repeating: 0x61, count: 300_000)
    let web = try await ScriptedServer { _ in
      .say(Array("HTTP/1.1 200 OK\r\nContent-Length: 900000\r\n\r\n".utf8) + body)
    }
    #expect(try await host.probe(http(web.port)) == .http(status: 200, body: Array(body.prefix(64 * 1024))))
    await host.close()
  }

  @Test func nonsenseAndSilenceAreToldApart() async throws {
    let server = try SSHServer()
    let host = try await server.connect()
    for text in ["SSH-2.0-not http\r\n", "", "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf"] {
      let web = try await ScriptedServer { _ in .sayAndClose(Array(text.utf8)) }
      guard case .refused = try await host.probe(http(web.port)) else {
        Issue.record("\(text) was taken for an answer")
        continue
      }
    }
    let silent = try await ScriptedServer { _ in .stall }
    #expect(try await host.probe(http(silent.port, deadline: .milliseconds(300))) == .timedOut)
    #expect(try await host.run(RemoteCommand("true")).succeeded)
    await host.close()
  }
}
