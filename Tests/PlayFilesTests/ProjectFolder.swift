import Foundation

/// The project's own folder, where docs, playbooks and inventories are.
enum ProjectFolder {
  static let url = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()
}
