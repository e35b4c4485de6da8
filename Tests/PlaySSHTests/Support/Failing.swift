import PlayModel
import Testing

/// The failure that `body` must end in.
func hostFailure(
  sourceLocation: SourceLocation = #_sourceLocation, _ body: () async throws -> Any
) async throws -> HostFailure {
  do {
    let value = try await body()
    Issue.record("it did not fail: \(value)", sourceLocation: sourceLocation)
    throw Tool.Failure(description: "it did not fail")
  } catch let failure as HostFailure {
    return failure
  }
}
