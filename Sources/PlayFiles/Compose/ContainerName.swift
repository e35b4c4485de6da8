/// The engine's grammar for names of containers and volumes: `[a-zA-Z0-9][a-zA-Z0-9_.-]+`.
enum ContainerName {
  static func isValid(_ name: String) -> Bool {
    guard let first = name.utf8.first, isAlphanumeric(first), name.utf8.count > 1 else { return false }
    return name.utf8.allSatisfy { isAlphanumeric($0) || "_.-".utf8.contains($0) }
  }

  private static func isAlphanumeric(_ byte: UInt8) -> Bool {
    (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
  }
}
