import Foundation
import PlayModel

extension ObservedContainer {
  /// The spec the container was created from, as its label tells; secrets are withheld. `nil` for a container
  /// of somebody else, and for one whose spec was too long for a label.
  public var release: ServiceSpec? {
    guard let text = labels[ContainerLabel.release] else { return nil }
    return try? JSONDecoder().decode(ServiceSpec.self, from: Data(text.utf8))
  }
}
