import PlayModel

/// How a run reaches one host and what it finds there.
public struct HostAccess: Sendable {
  public var target: ConnectionTarget
  public var become: Become?
  public var engine: EngineInfo.Kind

  public init(target: ConnectionTarget, become: Become? = nil, engine: EngineInfo.Kind = .docker) {
    self.target = target
    self.become = become
    self.engine = engine
  }

  /// Its passwords.
  public var secrets: [Secret] { [target.password, become?.password].compactMap(\.self) }
}
