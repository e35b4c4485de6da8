import Foundation

/// An engine's API on a Unix socket, in perl because the scripts need that too: what it answers is said by files.
final class EngineServer {
  private let folder: URL
  private let process = Process()

  /// - Parameter shell: its scripts find the socket.
  init(_ shell: ScriptShell) throws {
    folder = shell.folder.appendingPathComponent("api")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let socket = shell.folder.appendingPathComponent("engine.sock").path
    process.executableURL = URL(fileURLWithPath: "/usr/bin/perl")
    process.arguments = ["-e", Self.program, socket, folder.path]
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    while !FileManager.default.fileExists(atPath: folder.appendingPathComponent("ready").path) {
      usleep(5000)
    }
  }

  deinit {
    // Threads of Dispatch block SIGTERM, and a process inherits that.
    kill(process.processIdentifier, SIGKILL)
    process.waitUntilExit()
  }

  /// - Parameter request: method and path, as `GET /info`.
  func answers(_ request: String, _ code: Int = 200, _ body: String = "") throws {
    try write(request, "HTTP/1.0 \(code) So\r\nContent-Type: application/json\r\n\r\n\(body)")
  }

  /// It ends the connection without a word.
  func breaksOff(_ request: String) throws { try write(request, "") }

  /// Each with its body.
  var requests: [String] {
    let text =
      (try? String(contentsOf: folder.appendingPathComponent("requests"), encoding: .utf8)) ?? ""
    return text.split(separator: "\n").map(String.init)
  }

  private func write(_ request: String, _ answer: String) throws {
    let name = request.replacing(" ", with: "-").replacing("/", with: "_")
    try Data(answer.utf8).write(to: folder.appendingPathComponent(name))
  }

  /// It speaks only this version.
  func speaksOnly(_ version: String) throws {
    try Data(version.utf8).write(to: folder.appendingPathComponent("version"))
  }

  /// One connection a request; what there is no file for is not found.
  private static let program = #"""
    my ($path, $folder) = @ARGV;
    my ($door, $caller);
    socket($door, 1, 1, 0) && bind($door, pack("Sa*", 1, "$path\0")) && listen($door, 16) or die $!;
    open(my $ready, ">", "$folder/ready");
    while (accept($caller, $door)) {
      my $text = "";
      until ($text =~ /\r\n\r\n/) { sysread($caller, $text, 4096, length $text) or last }
      my ($length) = $text =~ /Content-Length: (\d+)/;
      until ($text =~ /\r\n\r\n(.*)/s && length $1 >= ($length // 0)) { sysread($caller, $text, 4096, length $text) or last }
      my ($body) = $text =~ /\r\n\r\n(.*)/s;
      my ($method, $target) = $text =~ m{^(\w+) (\S+) HTTP/1.0\r\n};
      my $version = "1.41";
      if (open(my $file, "<", "$folder/version")) { $version = <$file> }
      my $known = $target =~ s{^/v\Q$version\E/}{/};
      open(my $log, ">>", "$folder/requests");
      print $log "$method $target", (length $body ? " $body" : ""), "\n";
      close $log;
      my $name = "$method-$target";
      $name =~ tr{/}{_};
      my $answer = "HTTP/1.0 404 Not\r\n\r\n{\"message\":\"no such thing: \\u003c$target\\u003e\"}\n";
      $answer = "HTTP/1.0 400 Bad\r\n\r\n{\"message\":\"client version 1.41 is too old. Minimum is $version\"}\n" unless $known;
      $answer = "HTTP/1.0 200 OK\r\nApi-Version: $version\r\n\r\nOK" if $target eq "/_ping";
      if ($known && open(my $file, "<", "$folder/$name")) { local $/; $answer = <$file> // "" }
      syswrite $caller, $answer if length $answer;
      close $caller;
    }
    """#
}
