import Foundation
import Glibc
import PlayModel
import PlayReport

/// The program's own terminal or pipe.
enum Console {
  static var outputIsTerminal: Bool { isatty(STDOUT_FILENO) == 1 }
  static var errorIsTerminal: Bool { isatty(STDERR_FILENO) == 1 }
  static var inputIsTerminal: Bool { isatty(STDIN_FILENO) == 1 }

  static func print(_ text: String) {
    guard !text.isEmpty else { return }
    // A reader that went away (`| head`) is no failure of the run.
    try? FileHandle.standardOutput.write(contentsOf: Data(text.utf8))
  }

  /// Bytes as they are.
  static func write(_ bytes: [UInt8], to stream: OutputChunk.Stream) {
    let file = stream == .stdout ? FileHandle.standardOutput : FileHandle.standardError
    try? file.write(contentsOf: Data(bytes))
  }

  static func complain(_ text: String) {
    try? FileHandle.standardError.write(contentsOf: Data((text + "\n").utf8))
  }

  /// Colour only for a terminal, and not where NO_COLOR is set (no-color.org).
  static var style: ReportStyle {
    let environment = ProcessInfo.processInfo.environment
    let colour = outputIsTerminal && (environment["NO_COLOR"] ?? "").isEmpty && environment["TERM"] != "dumb"
    return ReportStyle(colour: colour, zone: .current)
  }

  /// Columns and rows of the terminal on stdout; `nil` when there is none.
  static var size: (columns: Int, rows: Int)? {
    var size = winsize()
    guard ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0, size.ws_row > 0 else {
      return nil
    }
    return (Int(size.ws_col), Int(size.ws_row))
  }

  /// A line from the terminal, without echo when `secret`. `nil` when there is no terminal.
  static func ask(_ prompt: String, secret: Bool) -> String? {
    guard let terminal = FileHandle(forUpdatingAtPath: "/dev/tty") else { return nil }
    let descriptor = terminal.fileDescriptor
    var before = termios()
    guard tcgetattr(descriptor, &before) == 0 else { return nil }
    if secret {
      var quiet = before
      quiet.c_lflag &= ~tcflag_t(ECHO)
      tcsetattr(descriptor, TCSAFLUSH, &quiet)
    }
    defer {
      if secret {
        tcsetattr(descriptor, TCSAFLUSH, &before)
        try? terminal.write(contentsOf: Data("\n".utf8))
      }
    }
    try? terminal.write(contentsOf: Data(prompt.utf8))
    var line: [UInt8] = []
    while let byte = try? terminal.read(upToCount: 1)?.first, byte != 0x0A { line.append(byte) }
    return String(decoding: line, as: UTF8.self)
  }
}
