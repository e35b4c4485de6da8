import PlayModel

/// `host: line`, as many hosts' output is told apart.
public enum HostPrefix {
  /// The line for the reader, newline included. A pipe gets the host's bytes as they are; a terminal gets no
  /// escape sequences of theirs, and the prefix in the host's own colour.
  public static func line(_ host: HostName, _ bytes: [UInt8], style: ReportStyle, terminal: Bool) -> [UInt8] {
    let prefix = style.colour ? "\u{1B}[\(code(host))m\(host):\u{1B}[0m " : "\(host): "
    let content = terminal ? Array(TerminalText.clean(String(decoding: bytes, as: UTF8.self)).utf8) : bytes
    return Array(prefix.utf8) + content + [0x0A]
  }

  /// One of six colours, the same for a host each time ("Select Graphic Rendition", ECMA-48, 8.3.117).
  private static func code(_ host: HostName) -> Int {
    // FNV-1a: Swift's own hashes change from run to run.
    let hash = host.text.utf8.reduce(UInt32(2_166_136_261)) { ($0 ^ UInt32($1)) &* 16_777_619 }
    return 31 + Int(hash % 6)
  }
}
