import PlayModel

extension StepText {
  /// What is going on while the step runs.
  static func doing(_ kind: StepKind) -> String {
    switch kind {
    case .pull: "pulling"
    case .beforeHost: "running the hooks before it"
    case .afterHost: "running the hooks after it"
    case .drain: "draining"
    case .quiet: "waiting for its work to end"
    case .join: "joining the load balancer"
    case .create: "creating"
    case .start: "starting"
    case .switchOver: "switching over"
    case .check: "checking"
    case .retire: "putting the old one aside"
    case .bake: "baking"
    case .prune: "tidying up"
    case .stop: "stopping"
    case .startAgain: "starting"
    case .restart: "restarting"
    }
  }
}
