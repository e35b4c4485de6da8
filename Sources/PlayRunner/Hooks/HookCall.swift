import PlayModel

/// One command of the user's own, with all it is told.
public struct HookCall: Sendable, Hashable {
  /// A line for the shell.
  public var command: String
  public var seconds: Int64
  /// Exported, in this order.
  public var variables: [Variable]

  public struct Variable: Sendable, Hashable {
    public var name: String
    public var value: String
  }

  /// The script: its last output lines, each behind a space so that none is taken for a fact, and a failure that
  /// says how it ended. What it is told goes by its environment, never by a command line.
  var script: String {
    let exports = variables.map { "export \($0.name)=\(ShellWord.quote($0.value))" }
    return """
      trap '' PIPE HUP INT
      said=$(mktemp) || return 1
      (
      \(exports.joined(separator: "\n"))
      exec timeout -k 5 \(seconds) sh -c \(ShellWord.quote(command)) >"$said" 2>&1 </dev/null
      )
      code=$?
      tail -n 20 "$said" | cut -c 1-500 | sed 's/^/ /'
      rm -f "$said"
      case $code in
        0) return 0 ;;
        124 | 137) printf '=ended did not end within %s s\\n' \(seconds) ;;
        *) printf '=ended ended with exit code %s\\n' "$code" ;;
      esac
      return 1
      """
  }
}
