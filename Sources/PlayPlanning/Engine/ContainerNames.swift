import PlayModel

/// What containers are called on a host (DESIGN: on the host).
///
/// The current one has the service's container name. One put aside by a run is `<name>.<run>`; a new one
/// is `<name>.<run>.next` until it takes the name.
public enum ContainerNames {
  public static func aside(_ name: String, run: RunID) -> String { "\(name).\(run)" }
  public static func next(_ name: String, run: RunID) -> String { "\(name).\(run).next" }

  /// The run that put a container of this service aside; `nil` for any other name.
  public static func runThatPutAside(_ candidate: String, of name: String) -> RunID? {
    guard candidate.hasPrefix(name + ".") else { return nil }
    let rest = candidate.dropFirst(name.count + 1)
    return isRunID(rest) ? RunID(String(rest)) : nil
  }

  /// Whether a container is one put aside or not yet in place, of any service.
  public static func isTemporary(_ name: String) -> Bool {
    let parts = name.split(separator: ".")
    guard parts.count > 1, let last = parts.last else { return false }
    return isRunID(last) || (last == "next" && parts.count > 2 && isRunID(parts[parts.count - 2]))
  }

  /// `20261122-162030-k3f9`
  private static func isRunID(_ text: Substring) -> Bool {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    return parts.count == 3 && parts[0].count == 8 && parts[1].count == 6 && parts[2].count == 4
      && (parts[0] + parts[1]).allSatisfy(\.isNumber)
  }
}
