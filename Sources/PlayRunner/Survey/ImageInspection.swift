import Foundation
import PlayModel

/// The line `=image {…}` of `EngineFields.image`.
struct ImageInspection: Decodable {
  let id: String
  let digests: [String]?
  let created: String?

  static func parse(_ line: String, as reference: ImageReference) -> ResolvedImage? {
    guard let image = try? JSONDecoder().decode(ImageInspection.self, from: Data(line.utf8)) else {
      return nil
    }
    let wanted = familiar(reference.repository)
    let digest = (image.digests ?? []).lazy.compactMap(ImageReference.init).first {
      familiar($0.repository) == wanted
    }?.digest
    return ResolvedImage(
      digest: reference.digest ?? digest, imageID: wholeID(image.id), created: image.created ?? "")
  }

  /// Podman leaves out the algorithm.
  static func wholeID(_ id: String) -> String { id.hasPrefix("sha256:") ? id : "sha256:" + id }

  /// Docker leaves out its default registry and namespace; Podman writes them.
  private static func familiar(_ repository: String) -> String {
    var name = repository[...]
    if name.hasPrefix("docker.io/") { name = name.dropFirst("docker.io/".count) }
    if name.hasPrefix("library/") { name = name.dropFirst("library/".count) }
    return String(name)
  }
}
