import Foundation

/// The files that one sshd sees otherwise than the machine does: it runs in a mount namespace of its own.
struct PrivateView {
  /// Copies by the paths they stand for.
  private var bound: [(copy: String, path: String)] = []

  init() {}

  /// Without the start-up files of whoever runs the tests: they cost more than SSH does.
  static var quiet: PrivateView {
    var view = PrivateView()
    let home = getpwuid(getuid()).map { String(cString: $0.pointee.pw_dir) } ?? "/root"
    for path in ["\(home)/.bashrc", "\(home)/.zshenv", "/etc/bash.bashrc"]
    where FileManager.default.fileExists(atPath: path) {
      view.bind("/dev/null", over: path)
    }
    return view
  }

  mutating func bind(_ copy: String, over path: String) { bound.append((copy, path)) }

  mutating func provide(_ text: String, at path: String, mode: Int, in workshop: Workshop) throws {
    let copy = try workshop.write(text, to: "bound" + path.replacingOccurrences(of: "/", with: "-"))
    try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: copy)
    bind(copy, over: path)
  }

  /// Arguments of unshare(1) before the program and its own.
  var arguments: [String] {
    let mounts = (bound.map { "mount --bind \($0.copy) \($0.path)" } + ["exec \"$@\""]).joined(
      separator: " && ")
    return ["--mount", "/bin/sh", "-c", mounts, "sh"]
  }
}
