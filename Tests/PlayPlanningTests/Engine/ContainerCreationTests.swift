import PlayModel
@testable import PlayPlanning
import Testing

@Suite("Arguments for docker create")
struct ContainerCreationTests {
  private let image = ImageReference(repository: "shop/web", tag: "1.0")

  private func creation(_ change: (inout ServiceSpec) -> Void) -> ContainerCreation {
    var spec = ServiceSpec(name: "web", image: image)
    change(&spec)
    return ContainerCreation(
      spec: spec, image: image, name: "web.next", labels: ["dev.swiftplay.service": "web"])
  }

  private func options(_ change: (inout ServiceSpec) -> Void) -> String {
    let plain = creation { _ in }.arguments
    let changed = creation(change).arguments
    let start = plain.firstIndex(of: "--stop-timeout").map { $0 + 2 } ?? 0
    let middle = changed.dropFirst(start).dropLast(plain.count - start)
    return middle.joined(separator: " ")
  }

  @Test("A bare service")
  func bare() {
    #expect(
      creation { _ in }.arguments.joined(separator: " ")
        == "create --name web.next --pull never --label dev.swiftplay.service=web --restart always --stop-timeout 10 shop/web:1.0"
    )
  }

  @Test("Variables stand on no command line")
  func environment() {
    let creation = creation {
      $0.environment = [
        "TZ": .plain("UTC"), "PASSWORD": .secret(Secret("hush-hush")), "CERT": .plain("one\ntwo"),
        "EMPTY": .plain(""),
      ]
    }
    #expect(creation.environmentLines == ["EMPTY=", "PASSWORD=hush-hush", "TZ=UTC"])
    #expect(creation.exported == [ContainerCreation.Export(name: "CERT", value: "one\ntwo")])
    #expect(creation.arguments.contains("--env-file"))
    #expect(!creation.arguments.contains { $0.contains("hush") || $0.contains("one\n") })
  }

  @Test("Ports")
  func ports() {
    #expect(
      options {
        $0.ports = [
          PortMapping(hostPorts: 8080...8080, containerPort: 80),
          PortMapping(hostAddress: "127.0.0.1", hostPorts: 53...53, containerPort: 53, transport: .udp),
          PortMapping(hostAddress: "::1", hostPorts: 9000...9010, containerPort: 90),
          PortMapping(containerPort: 70), PortMapping(hostAddress: "10.0.0.1", containerPort: 71),
        ]
      }
        == "--publish 8080:80/tcp --publish 127.0.0.1:53:53/udp --publish [::1]:9000-9010:90/tcp --publish 70/tcp --publish 10.0.0.1::71/tcp"
    )
  }

  @Test("Volumes: --volume where a host path may be made, --mount elsewhere, as CSV")
  func mounts() {
    #expect(
      options {
        $0.mounts = [
          Mount(kind: .bind, source: "/srv/web", target: "/data", readOnly: true, createHostPath: true),
          Mount(kind: .bind, source: "/a,b", target: "/c", propagation: "rslave"),
          Mount(kind: .volume, source: "cache", target: "/cache", noCopy: true),
          Mount(kind: .tmpfs, target: "/tmp", size: 1 << 20, mode: 0o1777),
        ]
      }
        == #"--volume /srv/web:/data:ro --mount type=bind,"source=/a,b",target=/c,bind-propagation=rslave "#
        + "--mount type=volume,source=cache,target=/cache,volume-nocopy --mount type=tmpfs,target=/tmp,tmpfs-size=1048576,tmpfs-mode=1777"
    )
  }

  @Test("An entrypoint takes one word; its others come before the command's")
  func entrypoint() {
    let creation = creation {
      $0.entrypoint = ["/bin/sh", "-c"]
      $0.command = ["echo $HOME"]
    }
    #expect(creation.arguments.suffix(5) == ["--entrypoint", "/bin/sh", "shop/web:1.0", "-c", "echo $HOME"])
    #expect(self.creation { $0.entrypoint = [] }.arguments.suffix(3) == ["--entrypoint", "", "shop/web:1.0"])
  }

  @Test("Limits, health and logging")
  func limits() {
    #expect(
      options {
        $0.memoryLimit = 8 << 30
        $0.memorySwapLimit = -1
        $0.cpus = 1.5
        $0.pidsLimit = 100
        $0.ulimits = ["nofile": ResourceLimit(soft: 1024, hard: 2048)]
      } == "--memory 8589934592 --memory-swap -1 --cpus 1.5 --pids-limit 100 --ulimit nofile=1024:2048")
    #expect(
      options {
        $0.healthCheck = HealthCheck(
          test: .command(["ping", "a b"]), interval: .milliseconds(1500), retries: 3)
        $0.logging = Logging(driver: "json-file", options: ["max-size": "10m"])
      }
        == "--health-cmd ping 'a b' --health-interval 1500ms --health-retries 3 --log-driver json-file --log-opt max-size=10m"
    )
  }

  @Test("Networks after the first are connected afterwards; a service's namespace is its container's")
  func networks() {
    let creation = creation {
      $0.networks = [
        NetworkAttachment(name: "front", aliases: ["shop"]),
        NetworkAttachment(name: "back", ipv4Address: "10.9.0.5"),
      ]
    }
    #expect(creation.arguments.contains("--network-alias"))
    #expect(creation.networkConnections == [["network", "connect", "--ip", "10.9.0.5", "back"]])
    #expect(options { $0.networkMode = "service:cache" } == "--network container:cache")
  }
}
