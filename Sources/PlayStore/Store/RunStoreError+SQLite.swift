import GRDB

extension RunStoreError {
  /// The error as this room tells it. SQL and its arguments are left out: they may hold anything.
  init(_ error: any Error, path: String) {
    switch error {
    case let error as RunStoreError:
      self = error
    case let error as DatabaseError:
      let detail = "\(error.message ?? "no message") (SQLite \(error.extendedResultCode.rawValue))"
      self =
        switch error.resultCode {
        case .SQLITE_CORRUPT, .SQLITE_NOTADB: .damaged(path: path, detail: detail)
        case .SQLITE_BUSY, .SQLITE_LOCKED: .busy(path: path)
        case .SQLITE_FULL: .diskFull(path: path)
        case .SQLITE_CANTOPEN, .SQLITE_PERM, .SQLITE_READONLY, .SQLITE_AUTH:
          .cannotOpen(path: path, detail: detail)
        default: .failed(path: path, detail: detail)
        }
    case is RowDecodingError:
      // A column that is null or of another type than the schema says.
      self = .damaged(path: path, detail: "a column holds a value of the wrong type")
    default:
      self = .failed(path: path, detail: "\(type(of: error))")
    }
  }
}
