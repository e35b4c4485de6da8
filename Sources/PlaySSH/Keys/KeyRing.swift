import FoundationEssentials
import PlayModel

/// The user's keys, each file read and each passphrase asked for once, however many hosts want them.
actor KeyRing {
  struct LoadedKey: Sendable {
    let key: PrivateKey
    let publicKey: PublicKey
  }

  private static let passphraseAttempts = 3

  private let passphrase: (@Sendable (String) async -> Secret?)?
  private var files: [String: Task<Result<LoadedKey, KeyFileProblem>, Never>] = [:]
  private var publicKeys: [String: PublicKey?] = [:]
  private var agents: [String: Task<(AgentClient, [AgentIdentity])?, Never>] = [:]

  init(passphrase: (@Sendable (String) async -> Secret?)?) { self.passphrase = passphrase }

  func key(at path: String) async -> Result<LoadedKey, KeyFileProblem> {
    if let task = files[path] { return await task.value }
    let ask = passphrase
    let task = Task.detached { await Self.load(path, ask: ask) }
    files[path] = task
    return await task.value
  }

  /// The agent and its keys; `nil` when it cannot be reached.
  func agent(at socket: String) async -> (AgentClient, [AgentIdentity])? {
    if let task = agents[socket] { return await task.value }
    let task = Task<(AgentClient, [AgentIdentity])?, Never> {
      guard let agent = try? await AgentClient.connect(to: socket) else { return nil }
      guard let identities = try? await agent.identities() else {
        agent.close()
        return nil
      }
      return (agent, identities)
    }
    agents[socket] = task
    return await task.value
  }

  /// The public half of a key file without its passphrase: from the file, else from `.pub` beside it.
  func publicKey(at path: String) -> PublicKey? {
    if let known = publicKeys[path] { return known }
    let key = Self.readPublicKey(path)
    publicKeys[path] = .some(key)
    return key
  }

  private static func readPublicKey(_ path: String) -> PublicKey? {
    if let text = try? read(path) {
      if let file = try? KeyFile(text: text), let key = file.publicKey { return key }
      // `IdentityFile key.pub` says which of the agent's keys is meant.
      if let key = publicKey(in: text) { return key }
    }
    return (try? read(path + ".pub")).flatMap(publicKey(in:))
  }

  private static func publicKey(in text: String) -> PublicKey? {
    let fields = text.split(maxSplits: 2) { $0 == " " || $0 == "\t" || $0.isNewline }
    guard fields.count >= 2, let blob = Data(base64Encoded: String(fields[1])) else { return nil }
    return PublicKey(blob: [UInt8](blob))
  }

  private static func load(
    _ path: String, ask: (@Sendable (String) async -> Secret?)?
  ) async -> Result<LoadedKey, KeyFileProblem> {
    do {
      let file = try KeyFile(text: try read(path))
      guard file.isEncrypted else { return .success(try loaded(try file.privateKey(passphrase: nil))) }
      guard let ask else { throw KeyFileProblem.passphraseNeeded }
      for _ in 0..<passphraseAttempts {
        guard let secret = await ask(path) else { throw KeyFileProblem.passphraseNeeded }
        do {
          return .success(try loaded(try file.privateKey(passphrase: Array(secret.reveal().utf8))))
        } catch KeyFileProblem.wrongPassphrase {}
      }
      throw KeyFileProblem.wrongPassphrase
    } catch let problem as KeyFileProblem {
      return .failure(problem)
    } catch {
      return .failure(.unreadable(String(describing: error)))
    }
  }

  private static func loaded(_ key: PrivateKey) throws(KeyFileProblem) -> LoadedKey {
    guard let publicKey = key.publicKey else { throw .malformed("its public half cannot be made") }
    return LoadedKey(key: key, publicKey: publicKey)
  }

  private static func read(_ path: String) throws(KeyFileProblem) -> String {
    guard FileManager.default.fileExists(atPath: path) else { throw .missing }
    guard let bytes = FileManager.default.contents(atPath: path) else {
      throw .unreadable("permission denied, or not a file")
    }
    guard bytes.count <= KeyFile.largestSize else { throw .notAPrivateKey }
    return String(decoding: bytes, as: UTF8.self)
  }
}
