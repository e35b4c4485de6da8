import PlayModel

/// The command line that takes a file on stdin, for hosts without SFTP and for other users' files. POSIX shell
/// and utilities only, but for `sync` with a file, which is left out where it is not known.
struct UploadScript {
  let path: String
  let temporary: String
  let mode: Int
  let owner: String?
  let size: Int

  /// A wrong size means that stdin was cut off: the file is not put in its place then.
  var line: String {
    let (folder, _) = RemotePath.parts(path)
    let steps = [
      "set -eu", "umask 077", "t=\(ShellWord.quoted(temporary))", "d=\(ShellWord.quoted(path))",
      #"if [ -d "$d" ]; then echo 'it is a folder' >&2; exit 1; fi"#,
      #"trap 'rm -f "$t"' EXIT"#, #"trap 'exit 1' HUP INT TERM PIPE"#,
      #"cat > "$t""#,
      #"if [ "$(wc -c < "$t")" -ne \#(size) ]; then echo 'not all of it arrived' >&2; exit 1; fi"#,
    ]
    let ending = [
      #"chmod \#(String(mode & 0o7777, radix: 8)) "$t""#, #"sync "$t" 2>/dev/null || :"#, #"mv -f "$t" "$d""#,
      "trap - EXIT", "sync \(ShellWord.quoted(folder)) 2>/dev/null || :",
    ]
    // chown first: it takes away the bits that chmod may be asked to set.
    let chown = owner.map { ["chown \(ShellWord.quoted($0)) \"$t\""] } ?? []
    return "/bin/sh -c " + ShellWord.quoted((steps + chown + ending).joined(separator: "\n"))
  }
}
