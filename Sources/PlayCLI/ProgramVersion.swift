/// The program's version, as `--version` prints it and runs record it.
enum ProgramVersion {
  static let text = "0.1.0"
}
