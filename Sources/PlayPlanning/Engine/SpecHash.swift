import Crypto
import Foundation
import PlayModel

/// The hash that tells whether a container was created from a given spec (label `dev.swiftplay.spec`).
///
/// It covers what the engine was told, secrets included, and leaves out what only swiftplay reads
/// (checks, settle, the quiet before a stop, pull policy, dependencies) and the image: images are compared by their own id, so
/// that the same image under a new tag replaces nothing.
public enum SpecHash {
  /// 32 hex digits: half of a SHA-256, plenty to tell two specs apart and short enough for a label.
  public static func of(_ spec: ServiceSpec) -> String {
    var canonical = spec
    canonical.image = ImageReference(repository: "image")
    canonical.checks = []
    canonical.settle = .zero
    canonical.quietSignal = nil
    canonical.quietWait = .zero
    canonical.dependencies = []
    canonical.pullPolicy = .always
    var hash = SHA256()
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    // Encoding a spec cannot fail: it holds no floating-point infinities and only string keys.
    hash.update(data: (try? encoder.encode(canonical)) ?? Data())
    for (name, value) in spec.environment.sorted(by: { $0.key < $1.key }) {
      guard case .secret(let secret) = value else { continue }
      hash.update(data: Data("\u{0}\(name)\u{0}\(secret.reveal())".utf8))
    }
    return hash.finalize().prefix(16).map { byte in
      (byte < 16 ? "0" : "") + String(byte, radix: 16)
    }.joined()
  }
}
