import PlayModel

/// A value as Python's `ast.literal_eval` gives it, before Ansible turns it into a variable.
indirect enum PythonValue: Equatable {
  case none
  case bool(Bool)
  case int(Int)
  /// An integer beyond 64 bits, as written.
  case bigInt(String)
  case double(Double)
  case complex(Double, Double)
  case string(String)
  case bytes([UInt8])
  case ellipsis
  case list([PythonValue])
  case tuple([PythonValue])
  case set([PythonValue])
  case dict([(key: PythonValue, value: PythonValue)])

  /// Whether it may be a dictionary's key or a set's member.
  var isHashable: Bool {
    switch self {
    case .list, .set, .dict: false
    case .tuple(let items): items.allSatisfy(\.isHashable)
    default: true
    }
  }

  var isNumber: Bool {
    switch self {
    case .int, .bigInt, .double, .complex: true
    default: false
    }
  }

  static func == (left: PythonValue, right: PythonValue) -> Bool {
    if let left = left.real, let right = right.real { return left == right }
    switch (left, right) {
    case (.none, .none), (.ellipsis, .ellipsis): return true
    case (.bigInt(let left), .bigInt(let right)): return left == right
    case (.complex(let lr, let li), .complex(let rr, let ri)): return lr == rr && li == ri
    case (.string(let left), .string(let right)): return left == right
    case (.bytes(let left), .bytes(let right)): return left == right
    case (.list(let left), .list(let right)), (.tuple(let left), .tuple(let right)),
      (.set(let left), .set(let right)):
      return left == right
    case (.dict(let left), .dict(let right)):
      return left.count == right.count
        && zip(left, right).allSatisfy { $0.key == $1.key && $0.value == $1.value }
    default: return false
    }
  }

  /// In Python `1`, `1.0` and `True` are equal.
  private var real: Double? {
    switch self {
    case .bool(let bool): bool ? 1 : 0
    case .int(let int): Double(int)
    case .double(let double): double
    default: nil
    }
  }
}

/// Why a literal cannot be a variable's value.
enum PythonValueRefusal: Error, Equatable {
  case bigInteger(String)
  case keyIsNoText(String)

  var message: String {
    switch self {
    case .bigInteger(let digits): "\(digits) does not fit a 64-bit integer"
    case .keyIsNoText(let kind): "\(kind) cannot be a key"
    }
  }
}

extension PythonValue {
  /// The variable's value: Ansible turns tuples and sets into lists, the rest that JSON does not know
  /// into text.
  func value() throws(PythonValueRefusal) -> Value {
    switch self {
    case .none: return .null
    case .bool(let bool): return .bool(bool)
    case .int(let int): return .int(int)
    case .bigInt(let digits): throw .bigInteger(digits)
    case .double(let double): return .double(double)
    case .complex(let real, let imaginary): return .string(Self.complexText(real, imaginary))
    case .string(let string): return .string(string)
    // Ansible trusts no template in bytes that became text.
    case .bytes(let bytes): return .unsafe(String(decoding: bytes, as: UTF8.self))
    case .ellipsis: return "..."
    case .list(let items), .tuple(let items), .set(let items):
      return .list(try items.map { item throws(PythonValueRefusal) in try item.value() })
    case .dict(let entries):
      var map: [String: Value] = [:]
      for entry in entries { map[try entry.key.keyText()] = try entry.value.value() }
      return .map(map)
    }
  }

  private func keyText() throws(PythonValueRefusal) -> String {
    switch self {
    case .none, .bool, .int, .double, .string: return try value().keyText
    case .bigInt(let digits): return digits
    case .tuple: throw .keyIsNoText("a tuple")
    case .bytes: throw .keyIsNoText("a bytes literal")
    case .complex: throw .keyIsNoText("a complex number")
    default: throw .keyIsNoText("this value")
    }
  }

  /// `str(complex)`: `1j`, `(1+2j)`.
  private static func complexText(_ real: Double, _ imaginary: Double) -> String {
    func short(_ number: Double) -> String {
      let text = number.pythonText
      return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
    }
    if real == 0, real.sign == .plus { return short(imaginary) + "j" }
    let sign = imaginary.sign == .minus ? "" : "+"
    return "(\(short(real))\(sign)\(short(imaginary))j)"
  }
}
