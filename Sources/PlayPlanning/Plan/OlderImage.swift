import PlayModel

/// `refuse_older`: pipelines may arrive out of order, and the one that comes last need not be the newest.
struct OlderImage {
  let plan: HostPlan
  let observation: RolloutPlanner.Observation

  /// Only where both dates are known can one be older.
  var trouble: Trouble? {
    for change in plan.services where change.changes {
      guard let previous = change.previous, let wanted = observation.images[change.spec.image],
        previous.imageID != wanted.imageID,
        let running = observation.survey.imageDates[previous.imageID].flatMap(ImageDate.init),
        let new = ImageDate(wanted.created), new < running
      else { continue }
      return Trouble(
        .older,
        "\(change.spec.name): \(change.spec.image.version) was built \(wanted.created), before what runs "
          + "(\(observation.survey.imageDates[previous.imageID] ?? ""))",
        advice: "deploy the newer one, or say --force")
    }
    return nil
  }
}
