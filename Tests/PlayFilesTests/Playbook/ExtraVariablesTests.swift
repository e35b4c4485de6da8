import PlayModel
import Testing

@testable import PlayFiles

@Suite struct ExtraVariablesTests {
  private let files = FileAccess { path throws(FileAccess.Failure) in
    switch path {
    case "vars.yml": return "a: 1\nb: [x]"
    case "bad.yml": return "a: [\n"
    default: throw .missing
    }
  }

  private func values(_ arguments: [String]) throws -> [String: Value] {
    let layers = try ExtraVariables(arguments, files: files).layers
    var values: [String: Value] = [:]
    for layer in layers {
      for entry in layer.entries {
        var resolver = TemplateResolver(scope: DictionaryScope(), source: nil)
        values[entry.key] = resolver.resolve(entry.node).value
      }
    }
    return values
  }

  private static let cases: [([String], [String: Value])] = [
    (["a=1"], ["a": "1"]), (["a=1 b=two"], ["a": "1", "b": "two"]),
    (["a='x y' b=\"z w\""], ["a": "x y", "b": "z w"]),
    (["a="], ["a": ""]), (["a=b=c"], ["a": "b=c"]), (["a=\"it's\""], ["a": "it's"]),
    ([#"a="say \"hi\"""#], ["a": #"say "hi""#]),
    (["{\"a\": 1, \"b\": [true, null]}"], ["a": 1, "b": [true, nil]]),
    (["{a: 1.5, b: yes}"], ["a": 1.5, "b": true]),
    (["@vars.yml"], ["a": 1, "b": ["x"]]), (["a=1", "a=2"], ["a": "2"]), (["{}"], [:]), ([], [:]),
    (["url=https://u@h/?x=1&y=2"], ["url": "https://u@h/?x=1&y=2"]),
  ]

  @Test(arguments: cases)
  func reads(_ arguments: [String], _ expected: [String: Value]) throws {
    #expect(try values(arguments) == expected)
  }

  private static let faults: [([String], String)] = [
    (["a"], "-e: a word has no `=`\n  write NAME=VALUE, @FILE or a JSON map; quote a value with spaces"),
    (
      ["a=1 hunter2"],
      "-e: a word has no `=`\n  write NAME=VALUE, @FILE or a JSON map; quote a value with spaces"
    ),
    ([""], "-e: no variable is given\n  write NAME=VALUE, @FILE or a JSON map"),
    (["a='x"], "-e: a ' is never closed"), (["@none.yml"], "-e: the file none.yml does not exist"),
    (["@bad.yml"], "bad.yml:2:1: expected the node content"),
    (["[1]"], "-e:1:1: a file of variables is a map of names to values, not a list"),
    (
      ["a-b=1"],
      "-e: `a-b` cannot be the name of a variable\n  letters, digits and underscores, and no digit first"
    ),
    (["run_id=1"], "-e: the variable `run_id` is always there and cannot be set\n  choose another name"),
    (["a={{ b"], "-e a: a `{{` is never closed\n  close it with }}, or write {{ '{{' }}"),
  ]

  @Test(arguments: faults)
  func faultsNameTheVariableAndNeverItsValue(_ arguments: [String], _ expected: String) throws {
    let problems = #expect(throws: FileProblems.self) { try values(arguments) }
    if arguments == ["@bad.yml"] {
      #expect(problems?.all.map(\.position.file) == ["bad.yml"])
    } else {
      #expect(problems?.description == expected)
    }
  }

  @Test func allFaultsAreToldAtOnce() throws {
    let problems = #expect(throws: FileProblems.self) { try values(["a", "b=1", "@none.yml"]) }
    #expect(problems?.all.count == 2)
  }
}
