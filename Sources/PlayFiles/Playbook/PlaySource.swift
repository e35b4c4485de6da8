import PlayModel

/// One play as it stands in its file: keys known, templates read, nothing replaced.
struct PlaySource: Sendable {
  let position: SourcePosition
  var name: TemplateNode?
  var hosts: TemplateNode?
  var variables: [TemplateEntry] = []
  var variableFiles: TemplateNode?
  var rollout: TemplateNode?
  var loadBalancer: TemplateNode?
  var hooks: TemplateNode?
  var window: TemplateNode?
  var switchWindow: TemplateNode?
  var services: [TemplateEntry] = []
}
