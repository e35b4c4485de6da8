import Foundation
import PlayModel
import PlayPlanning
import Testing

@testable import PlayRunner

@Suite("The engine, asked over its socket or by its client") struct EngineSocketTests {
  private let shell: ScriptShell
  private let server: EngineServer

  init() throws {
    shell = try ScriptShell()
    server = try EngineServer(shell)
  }

  private static let web = ObservedContainer(
    id: "4f3a", name: "web", image: "shop/web:1", imageID: "sha256:1", status: .running,
    restartPolicy: .always)

  private static let inspection = #"""
    {"Id":"4f3a","Created":"2026-11-22T16:20:30Z","Path":"/a b","Args":["{\"Id\":1}","]"],"State":{"Status":"running",
    "Running":true,"OOMKilled":false,"Pid":0,"ExitCode":137,"Error":"it's\n\"so\"","StartedAt":"2026-11-22T16:20:30.5Z",
    "FinishedAt":"0001-01-01T00:00:00Z","Health":{"Status":"healthy","Log":[{"Output":"}]"}]}},"Image":"sha256:1",
    "Name":"/web","RestartCount":2,"HostConfig":{"RestartPolicy":{"Name":"on-failure","MaximumRetryCount":3},
    "AutoRemove":false,"Binds":null},"Config":{"Image":"shop/web:1","Env":["PASSWORD=se\"cret","A={}"],
    "StopTimeout":7,"Labels":{"dev.swiftplay.service":"web","a.b":"x\\\"}"}},
    "NetworkSettings":{"Ports":{"8080/tcp":[{"HostIp":"0.0.0.0","HostPort":"80"}],"9/udp":null},"Networks":{}}}
    """#

  private func look() throws -> ScriptReport {
    try #require(try shell.run(LookScripts.look(container: "4f3a", questions: [])))
  }

  private func switchOver(policy: RestartPolicy? = nil) throws -> ScriptReport {
    try #require(
      try shell.run(
        ChangeScripts.switchOver(old: Self.web, aside: "web.r1", new: "77aa", name: "web", policy: policy)))
  }

  @Test func aLookNeedsNoClient() throws {
    try server.answers("GET /containers/4f3a/json", 200, Self.inspection)
    let report = try look()
    let fact = try #require(report.fact("container"))
    let container = try #require(ContainerInspection.container(fact))
    #expect(container.id == "4f3a")
    #expect(container.name == "web")
    #expect(container.error == "it's\n\"so\"")
    #expect(container.health == .healthy)
    #expect(container.exitCode == 137)
    #expect(container.restartCount == 2)
    #expect(container.restartPolicy == .onFailure(attempts: 3))
    #expect(container.stopTimeout == .seconds(7))
    #expect(container.labels == ["dev.swiftplay.service": "web", "a.b": "x\\\"}"])
    #expect(container.hostPorts == ["0.0.0.0:80/tcp"])
    #expect(!fact.contains("cret"), "what is in the container's variables stays on the host")
    #expect(shell.engineCalls == [])
  }

  @Test func theListOfPsNeedsNoClient() throws {
    try server.answers(
      "GET /containers/json?all=1&filters=%7B%22label%22%3A%5B%22dev.swiftplay.service%3Dit%27s%20%5C%22%22%5D%7D",
      200,
      #"[{"Id":"4f3a","Names":["/web"]},{"Id":"0d0d","Names":["/gone"]}]"#)
    try server.answers(
      "GET /containers/4f3a/json", 200,
      Self.inspection.replacing(#""Binds":null"#, with: #""Memory":536870912,"NanoCpus":1500000000"#))
    let question = ContainerQuestion(service: #"it's ""#)
    let report = try #require(try shell.run(AdHocScripts.containers(question)))
    let found = try SightingReading(host: "h1", engine: .docker, report: report).finding().get()
    #expect(found.map(\.container.id) == ["4f3a"])
    #expect(found.first?.memoryLimit == 512 << 20)
    #expect(found.first?.processorLimit == 1.5)
    #expect(shell.engineCalls == [])
  }

  /// The client's template and the socket's answer are read by the same type.
  @Test func aContainerWithoutHealthCheckHasNone() throws {
    try server.answers(
      "GET /containers/4f3a/json", 200,
      Self.inspection.replacing(
        #""Health":{"Status":"healthy","Log":[{"Output":"}]"}]}"#, with: #""Dead":false"#))
    let container = ContainerInspection.container(try look().fact("container") ?? "")
    #expect(container?.health == ObservedContainer.Health.none)
  }

  @Test func changesAreMadeInTheirOrder() throws {
    for (id, what) in [
      ("4f3a", "rename?name=web.r1"), ("77aa", "rename?name=web"), ("77aa", "update"), ("4f3a", "stop"),
      ("4f3a", "update"), ("77aa", "start"),
    ] { try server.answers("POST /containers/\(id)/\(what)", what == "start" ? 304 : 204) }
    try server.answers("GET /containers/77aa/json", 200, Self.inspection.replacing("4f3a", with: "77aa"))
    let report = try switchOver(policy: .onFailure(attempts: 3))
    #expect(report.exit == 0)
    #expect(
      report.fact("container").flatMap(ContainerInspection.container)?.id == "77aa",
      "it says how what it has started is")
    #expect(
      server.requests == [
        "POST /containers/4f3a/rename?name=web.r1",
        "POST /containers/77aa/rename?name=web",
        #"POST /containers/77aa/update {"RestartPolicy":{"Name":"on-failure","MaximumRetryCount":3}}"#,
        "POST /containers/4f3a/stop",
        #"POST /containers/4f3a/update {"RestartPolicy":{"Name":"no","MaximumRetryCount":0}}"#,
        "POST /containers/4f3a/stop",
        "POST /containers/77aa/start", "GET /containers/77aa/json",
      ])
    #expect(shell.engineCalls == [])
  }

  @Test func anEngineThatKnowsTheVersionNoMoreIsAskedForItsOwn() throws {
    try server.speaksOnly("1.52")
    try server.answers("POST /containers/4f3a/stop")
    try server.answers("POST /containers/77aa/start")
    #expect(try shell.run("engine_change 'stop 4f3a' 'start 77aa'")?.exit == 0)
    #expect(
      server.requests == [
        "POST /v1.41/containers/4f3a/stop", "GET /_ping", "POST /containers/4f3a/stop",
        "POST /containers/77aa/start",
      ])
    #expect(shell.engineCalls == [])
  }

  /// As `docker run --rm` makes them.
  @Test func aContainerThatIsRemovedWhenItStopsIsRetired() throws {
    try server.answers("POST /containers/4f3a/stop")
    try server.answers("POST /containers/4f3a/update", 404, #"{"message":"No such container: 4f3a"}"#)
    #expect(try shell.run("engine_change 'retire 4f3a'")?.exit == 0)
    #expect(server.requests.count == 2)
  }

  /// Not to know how it is does not undo what was done.
  @Test func aStartedContainerThatCannotBeSeenIsStarted() throws {
    try server.answers("POST /containers/77aa/start")
    let report = try #require(try shell.run(ChangeScripts.start(new: "77aa")))
    #expect(report.exit == 0)
    #expect(report.fact("container") == nil)
  }

  @Test func theFirstChangeThatFailsIsTheLast() throws {
    try server.answers(
      "POST /containers/4f3a/rename?name=web.r1", 409, #"{"message":"taken by \u003c\"x\"\u003e"}"#)
    try server.answers("GET /containers/4f3a/json", 200, #"{"Name":"/web","Mounts":[{"Name":"web.r1"}]}"#)
    let report = try switchOver()
    #expect(report.exit == 1)
    #expect(server.requests.count == 2)
    #expect(shell.engineCalls == [], "what the engine refuses is not asked of the client again")
  }

  @Test func theEnginesWordsAreTheClients() throws {
    try server.answers(
      "POST /containers/4f3a/update", 500, #"{"message":"no space left\non \u003cdevice\u003e"}"#)
    let report = try #require(try shell.run("exec 2>&1\nengine_change 'policy no 4f3a'"))
    #expect(report.messages == ["Error response from daemon: no space left", "on <device>"])
  }

  @Test func aNameThatIsGivenAlreadyIsRight() throws {
    try server.answers("POST /containers/4f3a/rename?name=web.r1", 400, #"{"message":"same name"}"#)
    try server.answers("GET /containers/4f3a/json", 200, #"{"Name":"/web.r1"}"#)
    #expect(try shell.run("engine_change 'rename 4f3a web.r1'")?.exit == 0)
  }

  @Test func aSurveyFindsContainersAndImages() throws {
    try server.answers("GET /containers/json?all=1", 200, #"[{"Id":"4f3a","Names":["/web"]},{"Id":"dead"}]"#)
    try server.answers("GET /containers/4f3a/json", 200, Self.inspection)
    try server.answers(
      "GET /images/shop/web:1/json", 200,
      #"{"Id":"sha256:1","RepoTags":["shop/web:1"],"RepoDigests":[],"Created":"2026-01-01T00:00:00Z"}"#)
    let report = try #require(
      try shell.run("printf '%s\\n' '=time 7' '=look' '=listen 80' | engine_survey shop/web:1 shop/web:2"))
    #expect(report.fact("time") == "7")
    #expect(report.fact("listen") == "80")
    #expect(report.exit == 0)
    #expect(report.facts("container").compactMap(ContainerInspection.container).map(\.name) == ["web"])
    #expect(
      report.facts("image") == [
        #"shop/web:1 {"id":"sha256:1","digests":[],"tags":["shop/web:1"],"created":"2026-01-01T00:00:00Z"}"#
      ])
    #expect(shell.engineCalls == [])
  }

  /// A survey that was not granted its locks does not look.
  @Test(arguments: [true, false])
  func withoutTheWordNothingIsAsked(overSocket: Bool) throws {
    if !overSocket { shell.environment["DOCKER_HOST"] = "tcp://127.0.0.1:1" }
    let report = try #require(try shell.run("echo '=held web' | engine_survey shop/web:1"))
    #expect(report.exit == 0)
    #expect(report.fact("held") == "web")
    #expect(server.requests == [])
    #expect(shell.engineCalls == [])
  }

  /// What was heard before is not lost, and is not heard twice.
  @Test func aSurveyThatBreaksOffIsTheClients() throws {
    try server.answers("GET /containers/json?all=1", 200, #"[{"Id":"4f3a"}]"#)
    try server.breaksOff("GET /containers/4f3a/json")
    let report = try #require(
      try shell.run("printf '%s\\n' '=time 7' '=look' '=listen 80' | engine_survey shop/web:1"))
    #expect(report.facts("time") == ["7"])
    #expect(report.facts("listen") == ["80"])
    #expect(shell.engineCalls.contains { $0.hasPrefix("ps ") })
  }

  @Test(arguments: [
    "no socket", "nobody listens", "breaks off", "another context", "over TCP", "own headers",
  ])
  func whereTheSocketCannotBeAskedTheClientIs(_ why: String) throws {
    let socket = shell.folder.appendingPathComponent("engine.sock").path
    switch why {
    case "no socket": shell.environment["DOCKER_HOST"] = "unix://\(socket).none"
    case "nobody listens":
      // As an engine leaves it that was killed.
      let killed = socket + ".killed"
      let left = Process()
      left.executableURL = URL(fileURLWithPath: "/usr/bin/perl")
      left.arguments = [
        "-e", #"socket($s, 1, 1, 0) && bind($s, pack("Sa*", 1, "$ARGV[0]\0")) or die"#, killed,
      ]
      try left.run()
      left.waitUntilExit()
      shell.environment["DOCKER_HOST"] = "unix://\(killed)"
    case "breaks off":
      for request in ["4f3a/rename?name=web.r1", "4f3a/stop", "77aa/start"] {
        try server.breaksOff("POST /containers/\(request)")
      }
    case "over TCP": shell.environment["DOCKER_HOST"] = "tcp://127.0.0.1:1"
    case "another context": shell.environment = ["DOCKER_CONTEXT": "far"]
    default:
      shell.environment = ["DOCKER_CONFIG": shell.folder.path]
      try #"{"HttpHeaders":{"a":"b"}}"#.write(
        toFile: shell.folder.path + "/config.json", atomically: true, encoding: .utf8)
    }
    #expect(try switchOver(policy: .always).exit == 0)
    #expect(
      shell.engineCalls.filter { !$0.hasPrefix("inspect") } == [
        "rename 4f3a web.r1", "rename 77aa web", "update --restart=always 77aa", "update --restart=no 4f3a",
        "stop 4f3a", "start 77aa",
      ])
  }

  @Test func theClientsRenameToItsOwnNameIsRight() throws {
    shell.environment["DOCKER_HOST"] = "tcp://127.0.0.1:1"
    try shell.engine("rename", says: "same name\n", exit: 1)
    try shell.engine("inspect", says: "/web.r1\n")
    #expect(try shell.run("engine_change 'rename 4f3a web.r1'")?.exit == 0)
    let other = try #require(try shell.run("engine_change 'rename 4f3a web.r2' 'stop 4f3a'"))
    #expect(other.exit == 1)
    #expect(other.messages == ["same name"])
    #expect(!shell.engineCalls.contains("stop 4f3a"))
  }

  /// With ss(8), and from /proc/net/tcp where it is not there.
  @Test(arguments: [true, false]) func aSurveyFindsPortsThatAreTaken(hasTool: Bool) throws {
    try server.answers("GET /info", 200, #"{"ID":"E","ServerVersion":"28","DockerRootDir":"/"}"#)
    try server.answers("GET /containers/json?all=1", 200, "[]")
    if hasTool {
      try shell.tool(
        "ss",
        """
        echo 'LISTEN 0 4096 0.0.0.0:8080 0.0.0.0:*'
        echo 'LISTEN 0 128 [::1%lo]:22 [::]:*'
        echo 'LISTEN 0 5 *:9 *:*'
        """)
    } else {
      try shell.tool("ss", "exit 1")
      try shell.tool(
        "sed", #"echo '=listen 0100007F:1F90'; echo '=listen 00000000000000000000000000000000:0016'"#)
    }
    let report = try #require(try shell.run(LookScripts.survey(images: [])))
    let reading = SurveyReading(host: "h1", engine: .docker, report: report, now: Timestamp(milliseconds: 0))
    let survey = try reading.finding().get().survey
    #expect(survey.listeningPorts == (hasTool ? [8080, 22, 9] : [8080, 22]))
    #expect(survey.engine.freeBytes < .max)
    #expect(survey.hostTime.milliseconds > 0)
  }

  @Test func aSurveyThatTheEngineDoesNotAnswerIsNone() throws {
    shell.environment["DOCKER_HOST"] = "tcp://127.0.0.1:1"
    try shell.engine("info", says: #"{"ID":"E","ServerVersion":"28","DockerRootDir":"/"}"#)
    try shell.engine("ps", says: "Cannot connect to the Docker daemon\n", exit: 1)
    let report = try #require(try shell.run(LookScripts.survey(images: [])))
    let reading = SurveyReading(host: "h1", engine: .docker, report: report, now: Timestamp(milliseconds: 0))
    guard case .failure(let trouble) = reading.finding() else {
      Issue.record("no containers were seen, and that was taken for none")
      return
    }
    #expect(trouble.reason == .noEngine)
  }
}
