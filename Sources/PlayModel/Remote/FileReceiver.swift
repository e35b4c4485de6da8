/// A host that takes files.
public protocol FileReceiver: RemoteHost {
  /// Puts a file on the host: after this it is there with all its bytes, its mode and its owner, on disk as far
  /// as the host lets that be asked for. When it throws `uploadFailed`, what was at the path before is still
  /// there and nothing is left beside it; after any other failure the file at the path is the old or the new
  /// one, never a part of one.
  func upload(_ upload: FileUpload) async throws(HostFailure)
}
