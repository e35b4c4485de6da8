import NIOCore
import PlayModel

extension Connection {
  /// Takes work; it begins at once if the connection is open and has room.
  func add(_ task: any ChannelTask) {
    if case .closed(let failure) = phase { return task.lost(failure) }
    channels.add(task)
    drive()
  }

  func advanceChannels(_ session: NativeSession) {
    // Exclusive access ends before anything else can reach the queue: tasks only settle promises.
    while channels.advance(session, canSend: transport?.isWritable ?? false) {
      guard case .open = phase else { return }
    }
    if session.notices.disconnect != nil { fail(lost()) }
  }
}
