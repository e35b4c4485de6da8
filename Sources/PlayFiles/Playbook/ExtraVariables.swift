import PlayModel

/// Variables given on the command line with `-e`, as Ansible reads them; they replace all others.
public struct ExtraVariables: Sendable {
  struct Layer: Sendable {
    let entries: [TemplateEntry]
    let source: SourceText
  }

  /// In the order given; a later one replaces an earlier one.
  private(set) var layers: [Layer] = []

  public static let none = ExtraVariables()

  private init() {}

  /// Reads the values of `-e`: `name=value …` in a shell's quoting, `@file` of YAML or JSON, or a YAML or JSON map.
  ///
  /// Problems name the variable, never its value.
  public init(_ arguments: [String], files: FileAccess = .disk) throws(FileProblems) {
    var problems: [FileProblem] = []
    for argument in arguments {
      do throws(FileProblems) {
        layers.append(try Self.layer(argument, files: files))
      } catch {
        problems += error.all
      }
    }
    guard problems.isEmpty else { throw FileProblems(problems) }
  }

  private static func layer(_ argument: String, files: FileAccess) throws(FileProblems) -> Layer {
    if argument.hasPrefix("@") {
      let path = String(argument.dropFirst())
      return try document(try text(of: path, files), file: path)
    }
    if argument.hasPrefix("{") || argument.hasPrefix("[") { return try document(argument, file: "-e") }
    return try pairs(argument)
  }

  private static func text(of path: String, _ files: FileAccess) throws(FileProblems) -> String {
    do throws(FileAccess.Failure) {
      return try files.read(path)
    } catch {
      throw FileProblems([FileProblem(at: SourcePosition(file: "-e"), "the file \(path) \(error.message)")])
    }
  }

  private static func document(_ text: String, file: String) throws(FileProblems) -> Layer {
    let source = SourceText(text, file: file)
    var problems: [FileProblem] = []
    var entries: [TemplateEntry] = []
    do throws(FileProblem) {
      if let node = try YAMLReader.read(text, file: file, allowsSecretTag: true) {
        entries = VariableFile.entries(of: node, source: source, problems: &problems)
      }
    } catch {
      problems.append(error)
    }
    guard problems.isEmpty else { throw FileProblems(problems) }
    return Layer(entries: entries, source: source)
  }

  /// `name=value` pairs between spaces. Values are texts, whatever they look like, as in Ansible.
  private static func pairs(_ argument: String) throws(FileProblems) -> Layer {
    var entries: [TemplateEntry] = []
    var problems: [FileProblem] = []
    let source = SourceText("", file: "-e")
    do throws(ValueFault) {
      for word in try KeyValueWords.split(argument) {
        let position = SourcePosition(file: "-e \(word.name)")
        if let fault = VariableName.fault(with: word.name) {
          problems.append(FileProblem(at: SourcePosition(file: "-e"), fault.message, hint: fault.hint))
        }
        let scalar = YAMLScalar(.string(word.value), text: word.value, isPlain: false)
        let node = TemplateNode(YAMLNode(.scalar(scalar), at: position), source: source, problems: &problems)
        entries.append(TemplateEntry(key: word.name, isText: true, keyPosition: position, node: node))
      }
    } catch {
      problems.append(FileProblem(at: SourcePosition(file: "-e"), error.message, hint: error.hint))
    }
    guard problems.isEmpty else { throw FileProblems(problems) }
    return Layer(entries: entries, source: source)
  }
}
