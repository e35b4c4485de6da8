import PlayModel

/// The command line for the record, so that it can be read and typed again. Values of variables whose
/// names say that they are secret are left out; the redactor catches the others.
enum CommandLineText {
  static var current: String {
    ShellWord.line(["swiftplay"] + CommandLine.arguments.dropFirst())
  }
}
