/// The keywords of ssh_config(5) and what becomes of each.
enum ConfigKeyword {
  /// Those that are honoured, `Host`, `Match` and `Include` beside them.
  static let honoured = [
    "HostName", "Port", "User", "IdentityFile", "IdentitiesOnly", "IdentityAgent", "ProxyJump",
    "UserKnownHostsFile", "GlobalKnownHostsFile", "StrictHostKeyChecking", "HostKeyAlias", "ConnectTimeout",
    "ServerAliveInterval", "ServerAliveCountMax", "PubkeyAuthentication", "PasswordAuthentication",
    "KbdInteractiveAuthentication", "PreferredAuthentications", "IgnoreUnknown", "Tag",
  ]

  /// Those that change where or how one connects, and that nothing here can honour.
  static let refused = [
    RefusedOption(
      "ProxyCommand", means: "another program would make the connection", neutral: ["none"],
      instead: "use ProxyJump, or turn it off with ProxyCommand=none"),
    RefusedOption(
      "CertificateFile", means: "a certificate would prove who you are", neutral: ["none"],
      instead: "log in with a key"),
    RefusedOption(
      "PKCS11Provider", means: "keys would come from a token", neutral: ["none"],
      instead: "load them into an agent with: ssh-add -s"),
    RefusedOption(
      "CanonicalizeHostname", means: "the host's name would be made another by looking it up",
      neutral: ["no", "false"],
      instead: "write full names into the inventory, or turn it off with CanonicalizeHostname=no"),
    RefusedOption(
      "CanonicalizePermittedCNAMEs", means: "the host's name would be made another by looking it up",
      neutral: ["none"], instead: "write full names into the inventory"),
    RefusedOption(
      "AddressFamily", means: "only addresses of one kind would be connected to", neutral: ["any"],
      instead: "write addresses into the inventory, or turn it off with AddressFamily=any"),
    RefusedOption(
      "BindAddress", means: "the connection would come from another address of this machine",
      instead: "take it out for this host"),
    RefusedOption(
      "BindInterface", means: "the connection would come from another address of this machine",
      instead: "take it out for this host"),
    RefusedOption(
      "KnownHostsCommand", means: "host keys would come from a program", neutral: ["none"],
      instead: "use known_hosts files, or turn it off with KnownHostsCommand=none"),
    RefusedOption(
      "RevokedHostKeys", means: "a file would name keys not to be trusted", neutral: ["none"],
      instead: "put @revoked lines into known_hosts, or turn it off with RevokedHostKeys=none"),
    RefusedOption(
      "RefuseConnection", means: "connecting is forbidden there", instead: "see why it is forbidden"),
  ]

  /// Those without effect here: there is no terminal, nothing is forwarded, connections are kept and shared
  /// anyway, algorithms are libssh2's choice, keys come from files and agents only, and host keys are checked at
  /// least as strictly. Obsolete ones, which ssh passes over too, are among them.
  static let withoutEffect = [
    "AddKeysToAgent", "AFSTokenPassing", "BatchMode", "CanonicalDomains", "CanonicalizeFallbackLocal",
    "CanonicalizeMaxDots", "CASignatureAlgorithms", "ChallengeResponseAuthentication", "ChannelTimeout",
    "CheckHostIP", "Cipher", "Ciphers", "ClearAllForwardings", "Compression", "CompressionLevel",
    "ConnectionAttempts", "ControlMaster", "ControlPath", "ControlPersist", "DSAAuthentication",
    "DynamicForward", "EnableEscapeCommandline", "EnableSSHKeysign", "EscapeChar", "ExitOnForwardFailure",
    "FallBackToRsh", "FingerprintHash", "ForkAfterAuthentication", "ForwardAgent", "ForwardX11",
    "ForwardX11Timeout", "ForwardX11Trusted", "GatewayPorts", "GlobalKnownHostsFile2",
    "GSSAPIAuthentication", "GSSAPIClientIdentity", "GSSAPIDelegateCredentials", "GSSAPIKexAlgorithms",
    "GSSAPIKeyExchange", "GSSAPIRenewalForcesRekey", "GSSAPIServerIdentity", "GSSAPITrustDNS",
    "HashKnownHosts", "HostbasedAcceptedAlgorithms", "HostbasedAuthentication", "HostbasedKeyTypes",
    "HostKeyAlgorithms", "IPQoS", "KbdInteractiveDevices", "KeepAlive", "KerberosAuthentication",
    "KerberosTgtPassing", "KexAlgorithms", "LocalCommand", "LocalForward", "LogLevel", "LogVerbose", "MACs",
    "NoHostAuthenticationForLocalhost", "NumberOfPasswordPrompts", "ObscureKeystrokeTiming",
    "PermitLocalCommand", "PermitRemoteOpen", "Protocol", "ProtocolKeepAlives", "ProxyUseFdpass",
    "PubkeyAcceptedAlgorithms", "PubkeyAcceptedKeyTypes", "RekeyLimit", "RemoteCommand", "RemoteForward",
    "RequestTTY", "RequiredRSASize", "RhostsAuthentication", "RhostsRSAAuthentication", "RSAAuthentication",
    "SecurityKeyProvider", "SendEnv", "SessionType", "SetEnv", "SetupTimeOut", "SKeyAuthentication",
    "SmartcardDevice", "StdinNull", "StreamLocalBindMask", "StreamLocalBindUnlink", "SyslogFacility",
    "TCPKeepAlive", "TISAuthentication", "Tunnel", "TunnelDevice", "UpdateHostKeys", "UseBlacklistedKeys",
    "UsePrivilegedPort", "UserKnownHostsFile2", "UseRoaming", "UseRsh", "VerifyHostKeyDNS",
    "VersionAddendum", "VisualHostKey", "WarnWeakCrypto", "XAuthLocation",
  ]

  static let refusedByKeyword = Dictionary(
    refused.map { ($0.name.lowercased(), $0) }, uniquingKeysWith: { first, _ in first })
  static let keywordsWithoutEffect = Set(withoutEffect.map { $0.lowercased() })

  /// Other names of honoured ones that ssh takes.
  static let aliases = ["identityfile2": "identityfile", "dsaauthentication": "pubkeyauthentication"]

  /// What a misspelt keyword was meant to be.
  static var names: [String] {
    honoured + ["Host", "Match", "Include"] + refused.map(\.name) + withoutEffect
  }
}
