import CSSH2
import CSSH2Guard

#if canImport(Glibc)
  import Glibc
#endif

extension NativeSession {
  private static let sign:
    @convention(c) (
      OpaquePointer?, UnsafeMutablePointer<UnsafeMutablePointer<UInt8>?>?, UnsafeMutablePointer<Int>?,
      UnsafePointer<UInt8>?, Int, Abstract?
    ) -> Int32 = { _, signature, signatureLength, data, length, abstract in
      guard let session = NativeSession.at(abstract), let signature, let signatureLength else { return -1 }
      switch session.signature {
      case .ready(let bytes):
        session.signature = .none
        guard let memory = malloc(max(bytes.count, 1)) else { return -1 }
        bytes.withUnsafeBytes { source in
          if let start = source.baseAddress { memory.copyMemory(from: start, byteCount: bytes.count) }
        }
        signature.pointee = memory.assumingMemoryBound(to: UInt8.self)
        signatureLength.pointee = bytes.count
        return 0
      case .refused:
        session.signature = .none
        return -1
      case .none:
        session.signature = .wanted([UInt8](UnsafeRawBufferPointer(start: data, count: length)))
        return LIBSSH2_ERROR_EAGAIN
      case .wanted:
        return LIBSSH2_ERROR_EAGAIN
      }
    }

  /// Offers a public key and, when the server would take it, proves its possession (RFC 4252 section 7).
  /// `incomplete` with `signature` at `.wanted` waits for the caller to sign.
  func authenticate(user: String, publicKey: [UInt8]) -> NativeOutcome<Void> {
    guard let pointer else { return .failed(lastError()) }
    var reference: UnsafeMutableRawPointer? = Unmanaged.passUnretained(self).toOpaque()
    return outcome(
      withUnsafeMutablePointer(to: &reference) { abstract in
        cssh2_userauth_publickey(pointer, user, publicKey, publicKey.count, Self.sign, abstract)
      })
  }

  func authenticate(user: String, password: [UInt8]) -> NativeOutcome<Void> {
    guard let pointer else { return .failed(lastError()) }
    return outcome(
      password.withUnsafeBytes { secret in
        cssh2_userauth_password(
          pointer, user, UInt32(user.utf8.count), secret.bindMemory(to: CChar.self).baseAddress,
          UInt32(secret.count))
      })
  }

  private static let answerPrompts:
    @convention(c) (
      UnsafePointer<CChar>?, Int32, UnsafePointer<CChar>?, Int32, Int32,
      UnsafePointer<LIBSSH2_USERAUTH_KBDINT_PROMPT>?, UnsafeMutablePointer<LIBSSH2_USERAUTH_KBDINT_RESPONSE>?,
      Abstract?
    ) -> Void = { _, _, _, _, count, prompts, responses, abstract in
      guard let session = NativeSession.at(abstract), let answer = session.promptAnswer else { return }
      guard let prompts, let responses, count > 0 else { return }
      // A password answers only what is not echoed; libssh2 frees the copies.
      for index in 0..<Int(count) where prompts[index].echo == 0 {
        session.promptsAnswered += 1
        guard let memory = malloc(max(answer.count, 1)) else { return }
        answer.withUnsafeBytes { source in
          if let start = source.baseAddress { memory.copyMemory(from: start, byteCount: answer.count) }
        }
        responses[index].text = memory.assumingMemoryBound(to: CChar.self)
        responses[index].length = UInt32(answer.count)
      }
    }

  /// Keyboard-interactive (RFC 4256): `answer` is given to each prompt that is not echoed.
  func authenticate(user: String, answer: [UInt8]) -> NativeOutcome<Void> {
    guard let pointer else { return .failed(lastError()) }
    promptAnswer = answer
    defer { promptAnswer = nil }
    return outcome(
      cssh2_userauth_keyboard_interactive(pointer, user, UInt32(user.utf8.count), Self.answerPrompts))
  }

  /// Asks which methods the server allows (the "none" request of RFC 4252 section 5.2); an empty list
  /// means that it let the user in without any.
  func authenticationMethods(user: String) -> NativeOutcome<[String]> {
    guard let pointer else { return .failed(lastError()) }
    if let list = cssh2_userauth_list(pointer, user, UInt32(user.utf8.count)) {
      return .complete(String(cString: list).split(separator: ",").map(String.init))
    }
    let error = lastError()
    if !isBroken, libssh2_userauth_authenticated(pointer) != 0 { return .complete([]) }
    return error.code == LIBSSH2_ERROR_EAGAIN ? .incomplete : .failed(error)
  }
}
