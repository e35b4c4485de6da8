import Crypto
import Foundation
import PlayModel
import PlayPlanning

/// Tells whether playbooks, inventory and variables still say what they said: a hash over the resolved plays,
/// secrets included.
enum PlaysDigest {
  static func of(_ plays: [Play]) -> String {
    var hash = SHA256()
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    for play in plays {
      // A play holds no floating-point infinities and only string keys: it can always be encoded.
      hash.update(data: (try? encoder.encode(play)) ?? Data())
      for service in play.hosts.flatMap(\.services) { hash.update(data: Data(SpecHash.of(service).utf8)) }
    }
    return hash.finalize().map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }
}
