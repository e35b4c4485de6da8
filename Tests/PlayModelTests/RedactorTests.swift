import Foundation
import PlayModel
import Testing

@Suite("Redaction")
struct RedactorTests {
  private let secret = "p4ss'w\"rd\\1 %é"

  @Test("A secret is found raw, and as JSON, shells and URLs write it")
  func forms() throws {
    let redactor = Redactor([Secret(secret)])
    let json = String(decoding: try JSONEncoder().encode([secret]), as: UTF8.self)
    let url = try #require(secret.addingPercentEncoding(withAllowedCharacters: .alphanumerics))
    for text in ["x \(secret) y", json, "curl -u \(ShellWord.quote(secret))", "http://u:\(url)@h/"] {
      let redacted = redactor.redacted(text)
      #expect(redacted.contains(Redactor.mark), "\(text)")
      #expect(!redacted.contains("p4ss"), "\(redacted)")
    }
  }

  @Test("A secret inside base64 is found at each of its three places", arguments: 0..<3)
  func base64(shift: Int) {
    let text = Data((String(repeating: "x", count: shift) + "a-long-enough-secret" + "yy").utf8)
      .base64EncodedString()
    #expect(Redactor([Secret("a-long-enough-secret")]).redacted(text).contains(Redactor.mark))
  }

  @Test("Each line of a secret of several lines is found alone")
  func lines() {
    let redactor = Redactor([Secret("first-line\nsecond-line")])
    #expect(redactor.redacted("log: second-line!") == "log: <secret>!")
  }

  @Test("Of two secrets, one inside the other, no rest stays")
  func nested() {
    #expect(
      Redactor([Secret("secret"), Secret("secret-and-more")]).redacted("secret-and-more") == "<secret>")
  }

  @Test("Short secrets do not blacken ordinary words")
  func short() { #expect(Redactor([Secret("on")]).redacted("connection") == "connection") }

  @Test("A secret tells nothing of itself")
  func type() {
    let secret = Secret("hush-hush")
    #expect("\(secret)" == "<secret>")
    #expect(String(reflecting: secret) == "<secret>")
    #expect(!String(describing: Mirror(reflecting: secret).children.map { $0 }).contains("hush"))
    var dumped = ""
    dump(secret, to: &dumped)
    #expect(!dumped.contains("hush"))
  }
}
