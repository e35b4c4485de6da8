/// The lines of a text, split at line feeds; a carriage return before one is no part of the line.
///
/// `String` itself takes `\r\n` for a single character, so that splitting at `"\n"` would miss it.
struct SourceLines: Sequence {
  let text: String

  init(_ text: String) { self.text = text }

  func makeIterator() -> IndexingIterator<[String]> {
    text.utf8.split(separator: 0x0A, omittingEmptySubsequences: false).map { line in
      String(decoding: line.last == 0x0D ? line.dropLast() : line, as: UTF8.self)
    }.makeIterator()
  }
}
