import Glibc

/// This program's terminal while a host's has its keys: nothing is echoed, edited or made a signal of here
/// (termios(3), cfmakeraw).
struct RawTerminal {
  private let before: termios

  /// `nil` when stdin is no terminal.
  init?() {
    var settings = termios()
    guard tcgetattr(STDIN_FILENO, &settings) == 0 else { return nil }
    before = settings
    cfmakeraw(&settings)
    guard tcsetattr(STDIN_FILENO, TCSAFLUSH, &settings) == 0 else { return nil }
  }

  func restore() {
    var settings = before
    tcsetattr(STDIN_FILENO, TCSAFLUSH, &settings)
  }
}
