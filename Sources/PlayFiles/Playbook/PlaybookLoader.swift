import PlayModel

/// Reads playbook files: YAML, the keys of plays, and the syntax of templates.
public struct PlaybookLoader: Sendable {
  private let files: FileAccess

  public init(files: FileAccess = .disk) { self.files = files }

  /// Every playbook in the order given. A file that cannot be read becomes a playbook with a problem.
  public func load(_ paths: [String]) -> [Playbook] { paths.map(load) }

  private func load(_ path: String) -> Playbook {
    let top = SourcePosition(file: path)
    do throws(FileAccess.Failure) {
      let text = try files.read(path)
      let source = SourceText(text, file: path)
      do throws(FileProblem) {
        var reading = PlaybookReading(source: source)
        reading.read(try YAMLReader.read(text, file: path, allowsSecretTag: true))
        return Playbook(path: path, problems: reading.problems, source: source, plays: reading.plays)
      } catch {
        return Playbook(path: path, problems: [error], source: source, plays: [])
      }
    } catch {
      let problem = FileProblem(at: top, "the playbook \(error.message)")
      return Playbook(path: path, problems: [problem], source: SourceText("", file: path), plays: [])
    }
  }
}

/// The reading of one playbook's document.
struct PlaybookReading {
  let source: SourceText
  var plays: [PlaySource] = []
  var problems: [FileProblem] = []

  init(source: SourceText) { self.source = source }

  mutating func read(_ document: YAMLNode?) {
    let example = "for example `- hosts: web`, and under it `services:`"
    guard let document, !document.isNull else {
      problems.append(
        FileProblem(at: SourcePosition(file: source.file), "the playbook is empty", hint: example))
      return
    }
    guard let items = document.items else {
      problems.append(
        FileProblem(
          at: document.position, "a playbook is a list of plays, not \(document.kind)", hint: example))
      return
    }
    if items.isEmpty {
      problems.append(FileProblem(at: document.position, "the playbook has no plays", hint: example))
    }
    for item in items { read(play: item) }
  }

  private mutating func read(play node: YAMLNode) {
    let tree = TemplateNode(node, source: source, problems: &problems)
    guard let entries = tree.entries else {
      problems.append(FileProblem(at: node.position, "a play must be a mapping, not \(node.kind)"))
      return
    }
    var play = PlaySource(position: node.position)
    for entry in entries {
      if let problem = Schema.play.problem(withKey: entry.key, at: entry.keyPosition) {
        problems.append(problem)
      } else if !entry.node.isNull {
        take(entry, into: &play)
      }
    }
    for key in Schema.play.keys
    where key.isRequired && !entries.contains(where: { $0.key == key.name && !$0.node.isNull }) {
      problems.append(
        FileProblem(
          at: node.position, "a play needs `\(key.name)`", hint: "for example \(key.name): \(key.example)"))
    }
    plays.append(play)
  }

  private mutating func take(_ entry: TemplateEntry, into play: inout PlaySource) {
    switch entry.key {
    case "name": play.name = entry.node
    case "hosts": play.hosts = entry.node
    case "vars": play.variables = variables(entry)
    case "vars_files": play.variableFiles = entry.node
    case "rollout": play.rollout = entry.node
    case "load_balancer": play.loadBalancer = entry.node
    case "hooks": play.hooks = entry.node
    case "window": play.window = entry.node
    case "switch_window": play.switchWindow = entry.node
    case "services": play.services = services(entry)
    default: break
    }
  }

  private mutating func variables(_ entry: TemplateEntry) -> [TemplateEntry] {
    guard let variables = entry.node.entries else {
      problems.append(
        FileProblem(
          at: entry.node.position, "`vars` must be a map of names to values, not \(entry.node.kind)"))
      return []
    }
    for variable in variables { check(variable) }
    return variables
  }

  private mutating func check(_ variable: TemplateEntry) {
    if let problem = VariableName.problem(with: variable) { problems.append(problem) }
  }

  private mutating func services(_ entry: TemplateEntry) -> [TemplateEntry] {
    guard let services = entry.node.entries else {
      problems.append(
        FileProblem(
          at: entry.node.position, "`services` must be a map of names to services, not \(entry.node.kind)"))
      return []
    }
    if services.isEmpty {
      problems.append(FileProblem(at: entry.node.position, "`services` names no service"))
    }
    for service in services where service.node.isNull {
      problems.append(FileProblem(at: service.keyPosition, "the service `\(service.key)` says nothing"))
    }
    // `x-` keys hold anchors, as everywhere in Compose.
    return services.filter { !$0.key.hasPrefix("x-") && !$0.node.isNull }
  }
}
