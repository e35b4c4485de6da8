import NIOCore
import PlayModel

extension Connection {
  /// Tries credential after credential until the server lets the user in.
  func advance(_ authentication: Authentication, _ session: NativeSession) {
    while case .authenticating = phase {
      let answer = session.notices.authentication
      guard let credential = authentication.current(allowed: answer?.methods) else {
        return noCredentialLeft(authentication, session)
      }
      session.notices.authentication = nil
      switch attempt(credential, session) {
      case .complete: return open()
      case .incomplete:
        session.notices.authentication = session.notices.authentication ?? answer
        guard case .wanted(let data) = session.signature, !authentication.isSigning,
          case .publicKey(let signer, _) = credential
        else { return }
        guard sign(data, signer, authentication, session) else { return }
      case .failed(let error):
        // libssh2 calls a disconnect in the middle of an attempt a refusal too.
        guard error.isAuthenticationRefusal, !session.hasEnded else {
          return fail(refusal(error, authentication, session))
        }
        let isPartial = session.notices.authentication?.partialSuccess ?? false
        session.notices.authentication = session.notices.authentication ?? answer
        authentication.next(refused: !isPartial)
      }
    }
  }

  private func attempt(_ credential: Credential, _ session: NativeSession) -> NativeOutcome<Void> {
    switch credential {
    case .publicKey(let signer, let algorithm):
      session.authenticate(user: plan.user, publicKey: signer.blob(for: algorithm))
    case .password(let secret):
      session.authenticate(user: plan.user, password: Array(secret.reveal().utf8))
    case .prompts(let secret):
      session.authenticate(user: plan.user, answer: Array(secret.reveal().utf8))
    }
  }

  /// `true`: the signature is there and libssh2 can be called again at once.
  private func sign(
    _ data: [UInt8], _ signer: Signer, _ authentication: Authentication, _ session: NativeSession
  ) -> Bool {
    guard let algorithm = AuthenticationRequest.algorithm(in: data) else {
      session.signature = .refused
      return true
    }
    switch signer {
    case .file(let key, _, _):
      let signature = try? key.signature(for: data, algorithm: algorithm)
      session.signature = signature.map { .ready($0) } ?? .refused
      return true
    case .agent(let agent, let identity):
      authentication.isSigning = true
      let bound = NIOLoopBound((self, authentication), eventLoop: eventLoop)
      agent.sign(data, with: identity.key, algorithm: algorithm).hop(to: eventLoop).whenComplete { result in
        let (connection, authentication) = bound.value
        authentication.isSigning = false
        connection.session?.signature = (try? result.get()).map { .ready($0) } ?? .refused
        connection.drive()
      }
      return false
    }
  }

  /// Everything was refused, or there was nothing to try: what the server would take makes the message.
  private func noCredentialLeft(_ authentication: Authentication, _ session: NativeSession) {
    if let methods = session.notices.authentication?.methods {
      return fail(notLetIn(authentication, methods: methods))
    }
    switch session.authenticationMethods(user: plan.user) {
    case .incomplete: return
    case .complete(let methods):
      methods.isEmpty ? open() : fail(notLetIn(authentication, methods: methods))
    case .failed(let error): fail(refusal(error, authentication, session))
    }
  }

  private func notLetIn(_ authentication: Authentication, methods: [String]) -> HostFailure {
    var parts = [
      "\(plan.user)@\(plan.address) was not let in; the server takes \(methods.joined(separator: ", "))"
    ]
    if !authentication.refused.isEmpty {
      parts.append("tried: \(authentication.refused.joined(separator: ", "))")
    }
    parts += plan.remarks
    let hadPassword = plan.credentials.contains { $0.method != "publickey" }
    return failure(
      .authenticationFailed, parts.joined(separator: "; "),
      advice: hadPassword
        ? "give the right password (-k) and user (-u), or put a key into the host's authorized_keys"
        : "put the key into the host's authorized_keys, or name the right key (--private-key) and user (-u)")
  }

  private func refusal(
    _ error: NativeError, _ authentication: Authentication, _ session: NativeSession
  ) -> HostFailure {
    if session.isBroken { return unreadable() }
    if error.isNonsense { return unreadable(error) }
    if let notice = session.notices.disconnect {
      return failure(
        .authenticationFailed, "\(plan.address) disconnected: \(notice.text)",
        advice: authentication.refused.count > 1
          ? "name one key (--private-key) so that fewer are tried" : nil)
    }
    if error.isDisconnect || session.hasEnded { return lost() }
    return failure(.authenticationFailed, "authentication at \(plan.address) failed: \(error.message)")
  }
}
