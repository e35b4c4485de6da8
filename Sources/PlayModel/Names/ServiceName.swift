/// The name of a service: the key under `services:` in a playbook.
public struct ServiceName: NameText {
  public let text: String

  public init(_ text: String) { self.text = text }
}
