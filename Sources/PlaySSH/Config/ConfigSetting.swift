import PlayModel

/// What a line of ssh_config, or an `-o` option, sets; its value has been looked at.
enum ConfigSetting: Sendable, Hashable {
  case hostName(String)
  case port(Int)
  case user(String)
  case identityFile(String)
  case identitiesOnly(Bool)
  case identityAgent(String)
  case proxyJump(String)
  case userKnownHostsFiles([String])
  case globalKnownHostsFiles([String])
  case hostKeyPolicy(HostKeyPolicy)
  case hostKeyAlias(String)
  /// `nil`: `none`, which leaves the word to whoever comes later.
  case connectTimeout(Duration?)
  case serverAliveInterval(Duration?)
  case serverAliveCountMax(Int)
  case pubkeyAuthentication(Bool)
  case passwordAuthentication(Bool)
  case kbdInteractiveAuthentication(Bool)
  case preferredAuthentications([String])
  case ignoreUnknown([ConfigPattern])
  case tag(String)
  case refused(RefusedOption, value: String)
  case withoutEffect
  /// An error, unless an `IgnoreUnknown` before it names it.
  case unknown(String)
}
