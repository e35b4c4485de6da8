/// The Blowfish block cipher's state, with the expensive key schedule of bcrypt (Provos and Mazières,
/// "A Future-Adaptable Password Scheme"). Only there to open encrypted OpenSSH keys.
struct Blowfish {
  private static let subkeyCount = 18

  /// P-array, then the four S-boxes.
  private var state = BlowfishConstants.words

  /// Encrypts pairs of words in place.
  func encrypt(_ words: inout [UInt32]) {
    state.withUnsafeBufferPointer { state in
      for pair in stride(from: 0, to: words.count - 1, by: 2) {
        (words[pair], words[pair + 1]) = Self.encrypt(words[pair], words[pair + 1], state: state)
      }
    }
  }

  /// Mixes `key` into the state, and `salt` into every block on the way. Without a salt: bcrypt's
  /// `expand0state`.
  mutating func expand(key: [UInt32], salt: [UInt32]?) {
    state.withUnsafeMutableBufferPointer { state in
      for index in 0..<Self.subkeyCount { state[index] ^= key[index % key.count] }
      var left: UInt32 = 0
      var right: UInt32 = 0
      var next = 0
      for index in stride(from: 0, to: state.count, by: 2) {
        if let salt {
          left ^= salt[next % salt.count]
          right ^= salt[(next + 1) % salt.count]
          next += 2
        }
        (left, right) = Self.encrypt(left, right, state: UnsafeBufferPointer(state))
        state[index] = left
        state[index + 1] = right
      }
    }
  }

  @inline(__always)
  private static func encrypt(
    _ leftInput: UInt32, _ rightInput: UInt32, state: UnsafeBufferPointer<UInt32>
  ) -> (UInt32, UInt32) {
    var left = leftInput
    var right = rightInput
    for round in 0..<16 {
      left ^= state[round]
      let a = state[subkeyCount + Int(left >> 24)]
      let b = state[subkeyCount + 256 + Int(left >> 16 & 0xff)]
      let c = state[subkeyCount + 512 + Int(left >> 8 & 0xff)]
      let d = state[subkeyCount + 768 + Int(left & 0xff)]
      right ^= ((a &+ b) ^ c) &+ d
      swap(&left, &right)
    }
    swap(&left, &right)
    return (left ^ state[17], right ^ state[16])
  }
}
