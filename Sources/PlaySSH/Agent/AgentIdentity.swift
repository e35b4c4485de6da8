/// A key that an agent holds.
struct AgentIdentity: Sendable, Hashable {
  let key: PublicKey
  /// Usually the path of the file that was added.
  let comment: String
}
