import PlayModel
import Testing

@testable import PlayFiles

@Suite struct NearestNameTests {
  @Test(
    arguments: [
      ("imgae", "image"), ("image", nil), ("enviroment", "environment"), ("prots", "ports"), ("xyz", nil),
      ("Ports", "ports"), ("wbe", "web"), ("a", nil), ("", nil),
    ] as [(String, String?)])
  func findsSlips(name: String, expected: String?) {
    #expect(NearestName.of(name, in: ["image", "environment", "ports", "web", "b"]) == expected)
  }
}
