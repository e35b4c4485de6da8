/// Ways of being wrong that the simulation has to find. Each stands for a mistake somebody could make
/// in a script, in the runner or in the journal.
enum PlantedFault: String, CaseIterable {
  // Scripts.
  case fenceNotChecked
  case fenceOfRunOnly
  case claimAlwaysGranted
  case claimAfterLook
  case flockNotTaken
  case cancelledOperationRuns
  case restartPolicyKept
  case previousRemoved
  case restoreDoesNothing
  case restoreLeavesStopped
  case removeDoesNothing
  case unquietDoesNothing
  case hookUndoForgotten
  case engineDownMeansGone
  case exitCodeLost
  case createdTwice
  // The road to the host.
  case endOfFileIsSuccess
  case checksAlwaysPass
  case undoAlwaysSucceeds
  // Journal and planning.
  case effectBeforeIntent
  case lastEventLost
  case minHealthyIgnored
}
