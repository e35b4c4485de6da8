import PlayModel

/// Reads a file of data as Ansible does: as JSON if it is that, else as YAML.
enum DataFile {
  /// - Returns: the document's root, or `nil` when the text has none.
  /// - Throws: a `FileProblem` when the text is neither.
  static func read(_ text: String, name: String) throws(FileProblem) -> YAMLNode? {
    do throws(FileProblem) {
      return try JSONReader.read(text, file: name)
    } catch {
      // Tabs and repeated keys are right in JSON and wrong in YAML, so JSON's own message is the one
      // to show for what was clearly meant as JSON.
      let yaml: FileProblem
      do throws(FileProblem) {
        return try YAMLReader.read(text, file: name)
      } catch let problem {
        yaml = problem
      }
      throw name.hasSuffix(".json") ? error : yaml
    }
  }
}
