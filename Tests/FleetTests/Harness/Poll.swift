/// Something a test waited for did not come.
struct DidNotHappen: Error, CustomStringConvertible {
  let what: String
  var description: String { "did not happen in time: \(what)" }
}

/// Asks again and again until there is an answer.
///
/// - Parameter within: generous; it only bounds how long a failure takes.
func eventually<T>(
  _ what: String, within: Duration = .seconds(60), _ look: () async throws -> T?
) async throws -> T {
  let end = ContinuousClock.now.advanced(by: within)
  while ContinuousClock.now < end {
    if let answer = try await look() { return answer }
    try await Task.sleep(for: .milliseconds(50))
  }
  throw DidNotHappen(what: what)
}
