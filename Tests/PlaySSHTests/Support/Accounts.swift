import Foundation

/// Accounts that only one sshd sees: `deploy` has the password `correct horse` and may become anyone with
/// it; `free` may without one.
enum Accounts {
  static func view(in workshop: Workshop) throws -> PrivateView {
    let hash = try Tool.run("/usr/bin/openssl", ["passwd", "-6", "correct horse"])
      .trimmingCharacters(in: .whitespacesAndNewlines)
    let users = try String(contentsOfFile: "/etc/passwd", encoding: .utf8)
    let shadow = try String(contentsOfFile: "/etc/shadow", encoding: .utf8)
    var view = PrivateView.quiet
    try view.provide(
      users + "deploy:x:64001:64001::/:/bin/sh\nfree:x:64002:64002::/:/bin/sh\n", at: "/etc/passwd",
      mode: 0o644, in: workshop)
    try view.provide(
      shadow + "deploy:\(hash):19000::::::\nfree:*:19000::::::\n", at: "/etc/shadow", mode: 0o640,
      in: workshop)
    try view.provide(
      """
      Defaults lecture=always
      root ALL=(ALL) ALL
      deploy ALL=(ALL) ALL
      free ALL=(ALL) NOPASSWD: ALL

      """, at: "/etc/sudoers", mode: 0o440, in: workshop)
    // sshd reads authorized_keys as the user who logs in.
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: workshop.path)
    return view
  }
}
