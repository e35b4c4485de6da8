/// An SSH option that is wrong or that cannot be honoured.
struct SSHOptionProblem: Error, Hashable {
  let text: String
}
