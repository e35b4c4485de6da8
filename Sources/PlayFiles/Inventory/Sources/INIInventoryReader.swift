import Foundation
import PlayModel

/// Reads an inventory in Ansible's INI format into a builder.
struct INIInventoryReader {
  private enum Section { case hosts, children, variables }

  /// A group that was named before it was declared.
  private struct Pending {
    let position: SourcePosition
    let byVariables: Bool
    var parents: [String]
  }

  private let name: String
  private var builder: InventoryBuilder
  private var group = "ungrouped"
  private var section = Section.hosts
  private var pending: [String: Pending] = [:]
  private var pendingOrder: [String] = []

  /// Reads `bytes`, the content of the file that positions call `name`.
  static func read(
    _ bytes: Data, name: String, into builder: InventoryBuilder
  ) throws(FileProblem) -> InventoryBuilder {
    var reader = INIInventoryReader(name: name, builder: builder)
    let lines = PythonText.lines(try text(bytes, name: name))
    for (index, line) in lines.enumerated() {
      try reader.read(INILine(line, number: index + 1, file: name))
    }
    try reader.checkPending()
    return reader.builder
  }

  private init(name: String, builder: InventoryBuilder) {
    self.name = name
    self.builder = builder
  }

  /// The content as text; comments may be in any encoding.
  private static func text(_ bytes: Data, name: String) throws(FileProblem) -> String {
    if let text = String(validating: bytes, as: UTF8.self) { return text }
    var lines: [String] = []
    for line in bytes.split(separator: 0x0A, omittingEmptySubsequences: false) {
      let isComment = line.first == UInt8(ascii: "#") || line.first == UInt8(ascii: ";")
      if isComment {
        lines.append("")
      } else if let text = String(validating: line, as: UTF8.self) {
        lines.append(text)
      } else {
        let position = SourcePosition(file: name, line: lines.count + 1, column: 1)
        throw FileProblem(at: position, "the line is not UTF-8", hint: "save the file as UTF-8")
      }
    }
    return lines.joined(separator: "\n")
  }

  private mutating func read(_ line: INILine) throws(FileProblem) {
    guard let first = line.text.first, first != "#", first != ";" else { return }
    if line.number == 1, first == "\u{FEFF}" {
      throw line.problem("the file begins with a byte order mark", hint: "save it as UTF-8 without BOM")
    }
    if let header = line.header {
      try begin(header, line)
    } else if first == "[", line.text.last == "]" {
      throw line.problem(
        "this is no section header", hint: "write [group], [group:vars] or [group:children], without blanks")
    } else {
      switch section {
      case .hosts: try readHosts(line)
      case .variables: try readVariable(line)
      case .children: try readChild(line)
      }
    }
  }

  // MARK: Sections

  private mutating func begin(_ header: INILine.Header, _ line: INILine) throws(FileProblem) {
    group = header.group
    switch header.kind {
    case nil, "hosts"?: section = .hosts
    case "vars"?: section = .variables
    case "children"?: section = .children
    case let kind?:
      throw line.problem(
        "the section [\(header.group):\(kind)] has an unknown type",
        hint: NearestName.hint(kind, in: ["hosts", "vars", "children"])
          ?? "a section is [group], [group:vars] or [group:children]")
    }
    if builder.groupIndex[group] == nil {
      if section == .variables, pending[group] == nil {
        expect(group, Pending(position: line.position, byVariables: true, parents: []))
      }
      try line.place { () throws(InventoryBuilder.Refusal) in try builder.addGroup(group) }
    }
    if section != .variables, let waiting = pending[group] {
      if waiting.byVariables {
        declare(group)
      } else {
        try addPendingChildren(group, line)
      }
    }
  }

  private mutating func expect(_ group: String, _ entry: Pending) {
    pending[group] = entry
    pendingOrder.append(group)
  }

  private mutating func declare(_ group: String) {
    pending[group] = nil
    pendingOrder.removeAll { $0 == group }
  }

  private mutating func addPendingChildren(_ group: String, _ line: INILine) throws(FileProblem) {
    for parent in pending[group]?.parents ?? [] {
      if let index = builder.groupIndex[parent] {
        try line.place { () throws(InventoryBuilder.Refusal) in try builder.addChild(group, to: index) }
      }
      if let above = pending[parent], !above.byVariables {
        try addPendingChildren(parent, line)
      }
    }
    declare(group)
  }

  private func checkPending() throws(FileProblem) {
    guard let group = pendingOrder.first, let entry = pending[group] else { return }
    let known = builder.groups.map(\.name).filter { pending[$0] == nil }
    if entry.byVariables {
      throw FileProblem(
        at: entry.position, "[\(group):vars] is for a group that is not declared: \(group)",
        hint: NearestName.hint(group, in: known) ?? "add a section [\(group)]")
    }
    throw FileProblem(
      at: entry.position,
      "[\(entry.parents.last ?? ""):children] names a group that is not declared: \(group)",
      hint: NearestName.hint(group, in: known) ?? "add a section [\(group)]")
  }

  // MARK: Lines

  private mutating func readChild(_ line: INILine) throws(FileProblem) {
    guard let child = line.groupName else {
      throw line.problem("expected the name of a group", hint: "one group a line, without blanks or colons")
    }
    if builder.groupIndex[child] != nil {
      if let index = builder.groupIndex[group] {
        try line.place { () throws(InventoryBuilder.Refusal) in try builder.addChild(child, to: index) }
      }
    } else if pending[child] != nil {
      pending[child]?.parents.append(group)
    } else {
      expect(child, Pending(position: line.position, byVariables: false, parents: [group]))
    }
  }

  private mutating func readVariable(_ line: INILine) throws(FileProblem) {
    guard let equals = line.text.firstIndex(of: "=") else {
      throw line.problem("expected name=value in [\(group):vars]", hint: "write name=value")
    }
    let key = PythonText.string(PythonText.strip(line.text[..<equals]))
    let raw = PythonText.strip(line.text[(equals + 1)...])
    let value = try INIValue.read(PythonText.string(raw), at: line.position(of: raw.startIndex))
    try line.place { () throws(InventoryBuilder.Refusal) in
      try builder.setVariable(key, of: group, to: value, at: line.position)
    }
  }

  private mutating func readHosts(_ line: INILine) throws(FileProblem) {
    let words = try line.words()
    guard let entry = words.first else { throw line.problem("a host's name is missing") }
    let hosts: HostNames
    do {
      hosts = try HostNames(entry.text)
    } catch {
      throw line.problem("\(error.message): \(entry.text)", hint: error.hint)
    }
    try checkNames(hosts, entry.text, line)
    var variables: [(String, Value, SourcePosition)] = []
    for word in words.dropFirst() {
      let position = line.position(of: line.text.startIndex + word.offset)
      guard let equals = word.text.unicodeScalars.firstIndex(of: "=") else {
        throw FileProblem(
          at: position, "expected name=value after the host, found \(word.text)",
          hint: "one host a line; quote a value that has blanks")
      }
      let key = String(word.text.unicodeScalars[..<equals])
      let raw = String(word.text.unicodeScalars[word.text.unicodeScalars.index(after: equals)...])
      variables.append((key, try INIValue.read(raw, at: position), position))
    }
    let group = builder.groupIndex[group]
    for host in hosts.names {
      try line.place { () throws(InventoryBuilder.Refusal) in
        try builder.addHost(host, to: group, port: hosts.port, at: line.position)
        for (key, value, position) in variables {
          try builder.setVariable(key, of: host, to: value, at: position)
        }
      }
    }
  }

  private func checkNames(_ hosts: HostNames, _ entry: String, _ line: INILine) throws(FileProblem) {
    if hosts.port == nil, PythonText.strip(entry).hasSuffix(":") {
      throw line.problem(
        "a host's name may not end with a colon: \(entry)",
        hint: "write host:port; if this is YAML, name the file .yml")
    }
    if hosts.names.contains(where: { PythonText.strip($0) == "---" }) {
      throw line.problem("--- is no host; this looks like YAML", hint: "name the file .yml")
    }
  }
}
