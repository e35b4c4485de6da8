import Testing

@testable import PlayFiles

@Suite struct ByteSizeTests {
  /// What docker/go-units' RAMInBytes makes of these texts.
  private static let sizes: [(String, Int)] = [
    ("32", 32),
    ("32b", 32),
    ("32B", 32),
    ("32k", 32_768),
    ("32K", 32_768),
    ("32kb", 32_768),
    ("32Kib", 32_768),
    ("32KIB", 32_768),
    ("32Mb", 33_554_432),
    ("8g", 8_589_934_592),
    ("1gb", 1_073_741_824),
    ("32Tb", 35_184_372_088_832),
    ("32P", 36_028_797_018_963_968),
    ("32.3", 32),
    ("32.3 mb", 33_869_004),
    ("0.3MB", 314_572),
    ("300000", 300_000),
    ("1.5GiB", 1_610_612_736),
    ("512 m", 536_870_912),
    ("0", 0),
    ("2048k", 2_097_152),
  ]

  @Test(arguments: sizes)
  func reads(_ text: String, _ expected: Int) throws {
    #expect(try ByteSize.parse(text) == expected)
  }

  @Test(arguments: [
    "", "hello", " 32 ", "32m b", "32bm", ".3kB", "3.m", "32 ", "1x", "g", "1e3", "1,5g", "１g",
  ])
  func refuses(_ text: String) {
    #expect(
      throws: ValueFault(
        "`\(text)` is not a byte size", hint: "write a number with its unit, such as 512m or 8g")
    ) {
      try ByteSize.parse(text)
    }
  }

  @Test func negativeAndHugeAreRefused() {
    #expect(throws: ValueFault("the byte size `-32` is negative")) { try ByteSize.parse("-32") }
    #expect(throws: ValueFault("the byte size `9000p` is too large")) { try ByteSize.parse("9000p") }
  }

  @Test func everySizeReadsBackAsItself() throws {
    var random = SeededRandom(seed: 2)
    for _ in 0..<2_000 {
      // Up to 2^53 a byte size is exact, as in docker.
      let size = Int.random(in: 0...(1 << Int.random(in: 0...53, using: &random)), using: &random)
      #expect(try ByteSize.parse(ByteSize.text(for: size)) == size)
    }
    #expect(ByteSize.text(for: 512 << 20) == "512m")
    #expect(ByteSize.text(for: 1_536) == "1536")
    #expect(ByteSize.text(for: 0) == "0")
  }
}
