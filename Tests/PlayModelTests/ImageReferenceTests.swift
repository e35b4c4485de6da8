import PlayModel
import Testing

@Suite("Image references")
struct ImageReferenceTests {
  @Test(
    "Parts are found where the reference grammar puts them",
    arguments: [
      ("busybox", "busybox", nil, nil),
      ("shop/web:1.0.1-22-7e56158", "shop/web", "1.0.1-22-7e56158", nil),
      ("registry.example:5000/shop/web", "registry.example:5000/shop/web", nil, nil),
      ("registry.example:5000/shop/web:2.0", "registry.example:5000/shop/web", "2.0", nil),
      ("10.0.0.2:5000/a/b__c.d-e:v1", "10.0.0.2:5000/a/b__c.d-e", "v1", nil),
      (
        "a/b:1@sha256:" + String(repeating: "ab", count: 32), "a/b", "1",
        "sha256:" + String(repeating: "ab", count: 32)
      ),
    ] as [(String, String, String?, String?)])
  func parts(text: String, repository: String, tag: String?, digest: String?) throws {
    let reference = try #require(ImageReference(text))
    #expect(reference.repository == repository)
    #expect(reference.tag == tag)
    #expect(reference.digest == digest)
    #expect(reference.description == text)
  }

  @Test(
    "What cannot be an image is refused",
    arguments: [
      "", "shop/UPPER", "a b", "a:", "a@sha256:12", "a//b", "-a", "a:b c", "web:{{ version }}", "/a", "a/",
    ])
  func refused(text: String) { #expect(ImageReference(text) == nil) }
}
