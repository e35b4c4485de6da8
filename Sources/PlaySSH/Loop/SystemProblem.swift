/// An error of a system call.
struct SystemProblem: Error, Hashable, CustomStringConvertible {
  let errorNumber: Int32

  var description: String { SystemWords.text(errorNumber) }
}

extension SystemProblem {
  var mayPass: Bool { SystemWords.mayPass.contains(errorNumber) }
}
