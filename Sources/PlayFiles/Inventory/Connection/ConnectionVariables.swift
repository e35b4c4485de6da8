import PlayModel

/// Reads the variables of one host that say how to connect to it, and collects what is wrong with them.
struct ConnectionVariables {
  /// Makes the value of a variable final: replaces `{{ }}` in it.
  typealias Render = (Value, SourcePosition) throws(FileProblem) -> Value

  private let host: InventoryHost
  private let inventory: Inventory
  private let render: Render
  private(set) var problems: [FileProblem] = []

  init(host: InventoryHost, inventory: Inventory, render: @escaping Render) {
    self.host = host
    self.inventory = inventory
    self.render = render
  }

  struct Found {
    let name: String
    let value: Value
    let position: SourcePosition
  }

  /// The value of the last of `names` that is set to anything but null.
  ///
  /// Ansible lists the spellings of each setting in this order, and takes the last.
  mutating func find(_ names: [String]) -> Found? {
    for name in names.reversed() {
      guard let raw = host.variables[name], raw != .null else { continue }
      let position =
        inventory.assignment(of: name, for: host)?.position ?? SourcePosition(file: host.name.text)
      if let text = raw.unsafeText { return Found(name: name, value: .string(text), position: position) }
      do throws(FileProblem) {
        let value = try render(raw, position)
        if value != .null { return Found(name: name, value: value, position: position) }
      } catch {
        problems.append(error)
        return nil
      }
    }
    return nil
  }

  mutating func refuse(_ found: Found, _ message: String, hint: String? = nil) {
    problems.append(
      FileProblem(at: found.position, "\(found.name) of \(host.name) \(message)", hint: hint))
  }

  // MARK: Types

  /// A text; a number is taken as its digits where `numbers` says so, as for passwords.
  mutating func text(_ names: [String], numbers: Bool = false) -> String? {
    guard let found = find(names) else { return nil }
    switch found.value {
    case .string(let text) where !text.isEmpty: return text
    case .string:
      refuse(found, "is empty")
    case .int(let int) where numbers: return String(int)
    default: refuse(found, "must be a text, not \(found.value.kind)", hint: "put it in quotes")
    }
    return nil
  }

  mutating func secret(_ names: [String]) -> Secret? { text(names, numbers: true).map { Secret($0) } }

  mutating func number(_ names: [String], in range: ClosedRange<Int>) -> Int? {
    guard let found = find(names) else { return nil }
    let number: Int? =
      switch found.value {
      case .int(let int): int
      case .double(let double): Int(exactly: double)
      case .string(let text): PythonText.int(text)
      default: nil
      }
    guard let number, range.contains(number) else {
      refuse(found, "must be a whole number from \(range.lowerBound) to \(range.upperBound)")
      return nil
    }
    return number
  }

  /// A switch in any of the words Ansible knows.
  mutating func flag(_ names: [String]) -> Bool? {
    guard let found = find(names) else { return nil }
    switch found.value {
    case .bool(let bool): return bool
    case .int(0): return false
    case .int(1): return true
    case .string(let text):
      switch text.lowercased() {
      case "yes", "on", "true", "1", "t", "y": return true
      case "no", "off", "false", "0", "f", "n": return false
      default: break
      }
    default: break
    }
    refuse(found, "must be true or false")
    return nil
  }

  /// Words as a shell would split them; `nil` where nothing is said.
  mutating func words(_ names: [String]) -> [String]? {
    guard let found = find(names) else { return nil }
    guard case .string(let text) = found.value else {
      refuse(found, "must be a text, not \(found.value.kind)")
      return []
    }
    do {
      return try ShellWords.split(text.unicodeScalars, comments: false).map(\.text)
    } catch {
      refuse(found, "cannot be split into words: \(error.message)")
      return []
    }
  }
}
