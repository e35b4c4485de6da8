import PlayModel

/// What stands between `{{` and `}}`. Offsets count Unicode scalars from the start of the template's text.
indirect enum Expression: Hashable, Sendable {
  case literal(Value, offset: Int)
  case list([Expression], offset: Int)
  case map([Pair], offset: Int)
  case variable(String, offset: Int)
  case index(Expression, Expression, offset: Int)
  case filter(String, on: Expression, arguments: [Expression], offset: Int)

  struct Pair: Hashable, Sendable {
    let key: Expression
    let value: Expression
  }
}
