/// The labels swiftplay puts on what it creates.
public enum ContainerLabel {
  public static let service = "dev.swiftplay.service"
  /// The run that created the container.
  public static let run = "dev.swiftplay.run"
  /// The operation (step) that created it.
  public static let operation = "dev.swiftplay.op"
  /// Hash of the canonical spec.
  public static let spec = "dev.swiftplay.spec"
  public static let fence = "dev.swiftplay.fence"
  /// The spec itself as JSON, without secret texts: lets any controller say what a change would change.
  public static let release = "dev.swiftplay.release"
  /// The image as the playbook named it, tag included; the container itself runs a digest.
  public static let image = "dev.swiftplay.image"
}
