import NIOCore
import PlayModel

extension SSHHost: FileReceiver {
  func upload(_ upload: FileUpload) async throws(HostFailure) {
    if let problem = RemotePath.problem(upload.path) { throw failed(upload, problem) }
    let size: Int
    do throws(ByteSourceProblem) {
      size = try upload.source.opened().count
    } catch {
      throw failed(upload, error.text)
    }
    // SFTP works as the login, and takes owners by number only.
    if upload.become == nil, upload.owner == nil, try await sendOverSFTP(upload) { return }
    try await sendOverShell(upload, size: size)
  }

  /// `false`: there is no SFTP there that would do.
  private func sendOverSFTP(_ upload: FileUpload) async throws(HostFailure) -> Bool {
    try await perform { connection, promise in
      let path = upload.path
      let source = upload.bytes()
      let transfer = SFTPUpload(
        source, to: path, beside: RemotePath.temporary(beside: path), mode: upload.mode)
      return SFTPTask(
        host: connection.plan.host, path: path, transfer: transfer, scratch: connection.scratch,
        promise: promise)
    } deadline: {
      (upload.deadline, "the file \(upload.path) did not arrive within \(upload.deadline)")
    }
  }

  private func sendOverShell(_ upload: FileUpload, size: Int) async throws(HostFailure) {
    let script = UploadScript(
      path: upload.path, temporary: RemotePath.temporary(beside: upload.path), mode: upload.mode,
      owner: upload.owner, size: size)
    let command = RemoteCommand(
      script.line, deadline: upload.deadline, outputLimit: 4096, become: upload.become)
    let result: CommandResult = try await perform { connection, promise in
      CommandTask(
        host: connection.plan.host, command: command,
        input: upload.bytes(), scratch: connection.scratch, promise: promise)
    } deadline: {
      (upload.deadline, "the file \(upload.path) did not arrive within \(upload.deadline)")
    }
    switch result.ending {
    case .exited(0): return
    case .exited(let code):
      let words = result.errorText.split(whereSeparator: \.isNewline).last.map(String.init)
      throw failed(upload, words ?? "the host's shell ended with \(code)")
    case .signalled(let name): throw failed(upload, "the host's shell was ended by SIG\(name)")
    case .unreported:
      throw HostFailure(
        host: name, reason: .connectionLost,
        detail: "the host did not say whether \(upload.path) was written")
    }
  }

  private func failed(_ upload: FileUpload, _ why: String) -> HostFailure {
    HostFailure(host: name, reason: .uploadFailed, detail: "\(upload.path) could not be written: \(why)")
  }
}

extension FileUpload {
  /// Its bytes from the beginning, once more. That it can be read has been seen; what became of it since shows in
  /// the size.
  fileprivate func bytes() -> any ByteSource {
    let bytes: any ByteSource = (try? source.opened()) ?? BytesInMemory([])
    return onSent.map { MeteredBytes(bytes, told: $0) } ?? bytes
  }
}

extension FileUpload.Source {
  func opened() throws(ByteSourceProblem) -> any ByteSource {
    switch self {
    case .bytes(let bytes): BytesInMemory(bytes)
    case .file(let path): try LocalFile(path: path)
    }
  }
}
