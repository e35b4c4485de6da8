import PlayModel
import PlayStore

/// What the run store says was released last.
struct Releases {
  let store: RunStore
  let only: ServiceName?

  /// For each host that answered, of the services that run anywhere or were deployed lately.
  func last(for sightings: [HostSighting]) throws -> [HostName: [ServiceName: Release]] {
    var services = Set(sightings.flatMap(\.containers).compactMap(\.service))
    // A service that has vanished from all hosts is only known here.
    services.formUnion(try store.history(HistoryFilter(), limit: 50).flatMap { $0.services.map(\.service) })
    if let only { services.formIntersection([only]) }
    var releases: [HostName: [ServiceName: Release]] = [:]
    for host in sightings.filter({ $0.trouble == nil }).map(\.host) {
      for service in services {
        releases[host, default: [:]][service] = try store.lastRelease(of: service, on: host)
      }
    }
    return releases
  }
}
