import PlayModel
import Testing

@testable import PlayFiles

@Suite struct PlaybookResolverTests {
  @Test func aPlayIsCompleteOnEveryHost() throws {
    var fixture = PlaybookFixture(
      """
      - name: shop
        hosts: web
        vars: {version: 1.10}
        rollout: {serial: [1, 25%], bake: 30s}
        services:
          web:
            image: "{{ registry }}/shop/web:{{ version }}"
            ports: ["8080:80"]
            environment: {HOST: "{{ inventory_hostname }}", TZ: UTC}
            depends_on: [cache]
            checks: [{tcp: 8080}]
          cache: {image: redis:7, restart: no, checks: [{tcp: 6379}]}
      """)
    fixture.shared = ["registry": "10.77.0.2:5000"]
    let resolved = try fixture.resolve()
    let play = try #require(resolved.plays.first)
    #expect(play.name == "shop")
    #expect(play.rollout.serial == [.count(1), .percent(25)])
    #expect(play.rollout.bake == .seconds(30))
    #expect(play.hosts.map(\.host) == ["h1", "h2", "h3"])
    #expect(play.hosts.map { $0.services.map(\.name) } == Array(repeating: ["cache", "web"], count: 3))
    #expect(play.hosts[1].services[1].image.description == "10.77.0.2:5000/shop/web:1.10")
    #expect(play.hosts[1].services[1].environment == ["HOST": .plain("h2"), "TZ": .plain("UTC")])
    #expect(play.hosts[0].services[0].restart == .no)
    #expect(resolved.warnings.isEmpty)
    #expect(resolved.variables == [["version": 1.1]])
  }

  @Test func allProblemsAreToldAtOnce() throws {
    var fixture = PlaybookFixture(
      """
      - name: shop
        hosts: web
        rolout: {}
        load_balancer: edge
        rollout: {strategy: blue_gren, serial: 0, orde: stop_first, min_healthy: 120%}
        services:
          web:
            image: "{{ registri }}/shop/web:1"
            ports: ["8080:80", "99999:1"]
            build: .
            enviroment: {}
            environment: [A]
            depends_on: [we]
            labels: {x: "{{ db_password }}"}
      """)
    fixture.shared = ["registry": "10.77.0.2:5000", "db_password": "hunter22"]
    #expect(
      try fixture.problems() == [
        """
        site.yml:3:3: `rolout` is not a key of a play
          did you mean "rollout"?
        """,
        """
        site.yml:4:18: the inventory does not set `load_balancers` for h1
          describe the load balancer `edge` in its group_vars/all
        """,
        """
        site.yml:5:23: `strategy`: `blue_gren` is not one of rolling, blue_green
          did you mean "blue_green"?
        """,
        """
        site.yml:5:42: `serial`: a batch of 0 hosts changes nothing
          the least is 1; for all hosts at once write 100%
        """,
        """
        site.yml:5:45: `orde` is not a key of rollout
          did you mean "order"?
        """,
        "site.yml:5:76: `min_healthy`: the percentage 120% is not between 0% and 100%",
        """
        site.yml:8:18: `registri` is not defined
          did you mean "registry"?
        """,
        "site.yml:9:26: `ports`: the host port `99999` is not between 1 and 65535",
        """
        site.yml:10:7: `build` is not supported yet
          build and push the image first, and name it in `image`
        """,
        """
        site.yml:11:7: `enviroment` is not a key of a service
          did you mean "environment"?
        """,
        """
        site.yml:12:21: the environment variable `A` has no value
          a deploy never takes variables from the shell it is started in; write A="" for an empty one
        """,
        """
        site.yml:13:20: `depends_on`: the play has no service `we`
          did you mean "web"?
        """,
        """
        site.yml:14:15: `labels` cannot hold the secret `db_password`
          it would show on command lines and in the run log; give it to the container in `environment`, or say that it is no secret with the filter public
        """,
      ])
  }
}
