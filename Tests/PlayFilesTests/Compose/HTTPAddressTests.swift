import Testing

@testable import PlayFiles

@Suite struct HTTPAddressTests {
  @Test(arguments: [
    "http://127.0.0.1:8080/health", "http://localhost", "http://[::1]:80/a?b=c", "HTTP://web-1.example/",
    "http://h/a%20b",
  ])
  func accepts(_ text: String) throws {
    #expect(try HTTPAddress.check(text) == text)
  }

  @Test(arguments: [
    "", "127.0.0.1:8080", "ftp://h/", "http://", "http:///x", "http://h:0/", "http://h:70000/", "http://h:/",
    "http://h/a b",
    "http://h/#x", "http://h/\u{E9}", "http://[::1", "http://[h]/", "http://h/%zz", "http://h/%4",
    "http://a_b c/",
  ])
  func refuses(_ text: String) throws {
    let fault = #expect(throws: ValueFault.self) { try HTTPAddress.check(text) }
    #expect(fault?.message == "`\(text)` is not an http address")
  }

  @Test func httpsAndPasswordsAreRefusedByName() throws {
    let https = #expect(throws: ValueFault.self) { try HTTPAddress.check("https://h/") }
    #expect(https?.message == "https checks are not supported yet")
    let login = #expect(throws: ValueFault.self) { try HTTPAddress.check("http://u:hunter2@h/") }
    #expect(login?.message == "an http check's address cannot hold a user name or password")
  }

  @Test func headersCannotForgeOthers() {
    #expect(HTTPAddress.isHeader("Host", "shop.example"))
    #expect(!HTTPAddress.isHeader("Ho st", "x"))
    #expect(!HTTPAddress.isHeader("", "x"))
    #expect(!HTTPAddress.isHeader("Host", "x\r\nEvil: y"))
  }
}
