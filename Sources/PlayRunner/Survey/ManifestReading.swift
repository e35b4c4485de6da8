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
    struct Layer: Decodable { let size: Int64? }
    struct Manifest: Decodable {
      let config: Config?
      let layers: [Layer]?
    }

    let Descriptor: Descriptor?
    let SchemaV2Manifest: Manifest?
    let OCIManifest: Manifest?
    let config: Config?
  }

  /// The image's id is its configuration's digest; a list's own digest is not in the answer.
  func image(architecture: String) -> ResolvedImage? {
    guard let (entry, isList) = entry(architecture) else { return nil }
    return resolved(entry, digest: isList ? nil : entry.Descriptor?.digest)
  }

  /// Bytes of the layers as they are downloaded.
  func downloadSize(architecture: String) -> Int64? {
    guard let entry = entry(architecture)?.entry else { return nil }
    let sizes = (entry.SchemaV2Manifest ?? entry.OCIManifest)?.layers?.compactMap(\.size) ?? []
    return sizes.isEmpty ? nil : sizes.reduce(0, +)
  }

  private func entry(_ architecture: String) -> (entry: Entry, isList: Bool)? {
    let data = Data(text.utf8)
    if let one = try? JSONDecoder().decode(Entry.self, from: data) { return (one, false) }
    guard let several = try? JSONDecoder().decode([Entry].self, from: data) else { return nil }
    let wanted = Self.names[architecture] ?? architecture
    return several.first { $0.Descriptor?.platform?.architecture == wanted }.map { ($0, true) }
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
