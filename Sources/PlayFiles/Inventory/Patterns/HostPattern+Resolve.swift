import PlayModel

extension HostPattern {
  /// The hosts of `inventory` that this pattern stands for.
  ///
  /// Unions come first, then `&`, then `!`, whatever their order; a group's hosts come level by level.
  ///
  /// - Parameters:
  ///   - inventory: where to look.
  ///   - limit: what `--limit` says; only hosts that match it too are selected.
  /// - Returns: each host once; empty when nothing matches.
  /// - Throws: a `HostPatternProblem` for bad syntax and for a subscript out of range.
  public func resolve(
    in inventory: Inventory, limit: HostLimit? = nil
  ) throws(HostPatternProblem) -> HostSelection {
    guard !terms.isEmpty else { throw HostPatternProblem(term: text, reason: .emptyTerm) }
    var resolver = HostPatternResolver(inventory: inventory)
    var hosts = try resolver.evaluate(terms)
    if let limit, !limit.terms.isEmpty {
      let allowed = Set(try resolver.evaluate(limit.terms))
      hosts = hosts.filter(allowed.contains)
    }
    var seen: Set<HostName> = []
    return HostSelection(
      hosts: hosts.filter { seen.insert($0).inserted }, unmatched: resolver.unmatched)
  }
}

/// One evaluation of a pattern's terms.
private struct HostPatternResolver {
  let inventory: Inventory
  private(set) var unmatched: [HostSelection.Unmatched] = []
  /// The implicit localhost, once a term has asked for it: all its names then mean that one.
  private var implicit: HostName?

  init(inventory: Inventory) {
    self.inventory = inventory
    implicit = inventory.hosts.first { Self.localNames.contains($0.name.text) }?.name
  }

  static let localNames: Set<String> = ["127.0.0.1", "localhost", "::1"]

  mutating func evaluate(_ terms: [String]) throws(HostPatternProblem) -> [HostName] {
    let excluded = terms.filter { $0.hasPrefix("!") }
    let intersected = terms.filter { $0.hasPrefix("&") }
    var regular = terms.filter { !$0.hasPrefix("!") && !$0.hasPrefix("&") }
    if regular.isEmpty { regular = ["all"] }
    var hosts: [HostName] = []
    for term in regular + intersected + excluded {
      if inventory.names(HostName(term)) {
        hosts.append(HostName(term))
        continue
      }
      let found = try match(term)
      if term.hasPrefix("!") {
        let found = Set(found)
        hosts.removeAll { found.contains($0) }
      } else if term.hasPrefix("&") {
        let found = Set(found)
        hosts.removeAll { !found.contains($0) }
      } else {
        let existing = Set(hosts)
        hosts += found.filter { !existing.contains($0) }
      }
    }
    return hosts
  }

  private mutating func match(_ term: String) throws(HostPatternProblem) -> [HostName] {
    let bare = term.hasPrefix("!") || term.hasPrefix("&") ? String(term.dropFirst()) : term
    guard !bare.isEmpty else { throw HostPatternProblem(term: term, reason: .emptyTerm) }
    let (name, subscript_) = HostSubscript.split(bare)
    let hosts = try enumerate(name)
    guard let subscript_ else { return hosts }
    guard let selected = subscript_.apply(to: hosts) else {
      throw HostPatternProblem(
        term: bare, reason: .outOfRange(hosts: hosts.count),
        hint: "subscripts count from 0; -1 is the last")
    }
    return selected
  }

  /// Hosts of the groups that match; of matching hosts too, when no group does or the term is a glob or
  /// an expression.
  private mutating func enumerate(_ name: String) throws(HostPatternProblem) -> [HostName] {
    let matcher = try NameMatcher(name)
    let groups = inventory.groups.filter { matcher.matches($0.name) }
    var hosts = groups.flatMap { inventory.members(of: $0.name) }
    let special = name.hasPrefix("~") || name.unicodeScalars.contains { ".?*[".unicodeScalars.contains($0) }
    if groups.isEmpty || special {
      hosts += inventory.hosts.map(\.name).filter { matcher.matches($0.text) }
    }
    if hosts.isEmpty, Self.localNames.contains(name) {
      let local = implicit ?? HostName(name)
      implicit = local
      return [local]
    }
    if hosts.isEmpty, groups.isEmpty, name != "all" {
      unmatched.append(HostSelection.Unmatched(term: name, hint: hint(name)))
    }
    return hosts
  }

  private func hint(_ name: String) -> String? {
    if inventory.hosts.isEmpty { return "the inventory names no hosts" }
    return NearestName.hint(name, in: inventory.groups.map(\.name) + inventory.hosts.map(\.name.text))
  }
}
