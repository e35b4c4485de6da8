import PlayModel
import Testing

@testable import PlayFiles

@Suite struct VolumeTextTests {
  private static let mounts: [(String, Mount)] = [
    ("/data", Mount(kind: .volume, target: "/data")),
    ("cache:/var/cache", Mount(kind: .volume, source: "cache", target: "/var/cache")),
    (
      "/srv/web:/data:ro",
      Mount(kind: .bind, source: "/srv/web", target: "/data", readOnly: true, createHostPath: true)
    ),
    ("/srv:/data:rw", Mount(kind: .bind, source: "/srv", target: "/data", createHostPath: true)),
    (
      "/srv:/data:ro,z,rshared",
      Mount(
        kind: .bind, source: "/srv", target: "/data", readOnly: true, createHostPath: true,
        propagation: "rshared",
        selinux: "z")
    ),
    ("db:/data:nocopy", Mount(kind: .volume, source: "db", target: "/data", noCopy: true)),
  ]

  @Test(arguments: mounts)
  func reads(_ text: String, _ expected: Mount) throws {
    #expect(try VolumeText.parse(text) == expected)
  }

  private static let faults: [(String, String)] = [
    ("", "a volume is empty"), ("a::b", "`a::b` has an empty part"),
    ("/a:/b:ro:x", "`/a:/b:ro:x` has too many colons"),
    (
      "./data:/data",
      "the host path `./data` is relative, and a host has no project folder it could start from"
    ),
    (
      "~/data:/data",
      "the host path `~/data` is relative, and a host has no project folder it could start from"
    ),
    ("../x:/data", "the host path `../x` is relative, and a host has no project folder it could start from"),
    ("data/db:/data", "`data/db` is neither an absolute host path nor the name of a volume"),
    ("a:/data", "`a` is neither an absolute host path nor the name of a volume"),
    ("cache:data", "the path in the container `data` is not absolute"),
    ("cache:/", "a volume cannot be mounted over the container's `/`"),
    ("/srv:/data:readonly", "`readonly` is not an option of a bind mount"),
    ("cache:/data:rshared", "`rshared` is not an option of a volume mount"),
    ("/srv:/data:nocopy", "`nocopy` is not an option of a bind mount"),
  ]

  @Test(arguments: faults)
  func refuses(_ text: String, _ message: String) throws {
    let fault = #expect(throws: ValueFault.self) { try VolumeText.parse(text) }
    #expect(fault?.message == message)
  }
}
