import Foundation

/// The folder and the file of the run store, for their owner only.
enum StoreFolder {
  static func prepare(home: String, file: String) throws(RunStoreError) {
    do {
      // An existing folder is left as it is: it may be shared on purpose, and the file is not.
      try FileManager.default.createDirectory(
        atPath: home, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    } catch {
      throw .cannotOpen(path: home, detail: reason(error))
    }
    // Made before SQLite opens it, so that it is never readable by others; SQLite gives the
    // write-ahead log the mode of the file (https://www.sqlite.org/wal.html).
    // One that is there is never opened beside SQLite: closing it would drop the locks of every connection that this
    // process has to it (https://www.sqlite.org/howtocorrupt.html, 2.2).
    let descriptor = open(file, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    if descriptor >= 0 { close(descriptor) }
    guard descriptor >= 0 || errno == EEXIST, chmod(file, 0o600) == 0 else {
      throw .cannotOpen(path: file, detail: String(cString: strerror(errno)))
    }
  }

  private static func reason(_ error: any Error) -> String {
    let underlying = (error as? CocoaError)?.underlying as? POSIXError
    return underlying.map { String(cString: strerror($0.code.rawValue)) } ?? error.localizedDescription
  }
}
