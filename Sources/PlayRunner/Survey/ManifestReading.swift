import Foundation
import PlayModel

/// Reads `docker manifest inspect --verbose`, one object or a list of one a platform, and the manifest itself,
/// which `podman manifest inspect` gives.
struct ManifestReading {
  let text: String

  private struct Entry: Decodable {
    struct Platform: Decodable { let architecture: String? }
    struct Descriptor: Decodable {
      let digest: String?
      let platform: Platform?
    }
    struct Config: Decodable { let digest: String? }
    struct Manifest: Decodable { let config: Config? }

    let Descriptor: Descriptor?
    let SchemaV2Manifest: Manifest?
    let OCIManifest: Manifest?
    let config: Config?
  }

  /// The image's id is its configuration's digest; a list's own digest is not in the answer.
  func image(architecture: String) -> ResolvedImage? {
    let data = Data(text.utf8)
    if let one = try? JSONDecoder().decode(Entry.self, from: data) {
      return resolved(one, digest: one.Descriptor?.digest)
    }
    guard let several = try? JSONDecoder().decode([Entry].self, from: data) else { return nil }
    let wanted = Self.names[architecture] ?? architecture
    let entry = several.first { $0.Descriptor?.platform?.architecture == wanted }
    return entry.flatMap { resolved($0, digest: nil) }
  }

  private func resolved(_ entry: Entry, digest: String?) -> ResolvedImage? {
    let config = entry.config ?? (entry.SchemaV2Manifest ?? entry.OCIManifest)?.config
    return config?.digest.map {
      ResolvedImage(digest: digest, imageID: $0)
    }
  }

  /// `uname -m` to Go's names, which images use.
  private static let names = ["x86_64": "amd64", "aarch64": "arm64", "armv7l": "arm", "i686": "386"]
}
