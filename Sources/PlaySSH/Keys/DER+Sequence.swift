import SwiftASN1

extension DER {
  /// The sequence that comes next among `nodes`.
  static func sequence<T>(
    _ nodes: inout ASN1NodeCollection.Iterator, _ builder: (inout ASN1NodeCollection.Iterator) throws -> T
  ) throws -> T {
    guard let node = nodes.next() else { throw KeyFileProblem.malformed("its DER is cut short") }
    return try DER.sequence(node, identifier: .sequence, builder)
  }
}
