extension BadFileTests {
  static let mistakes = [
    Mistake(
      name: "malformed YAML",
      yaml: """
        - name: shop
          hosts: web
          services:
            web: {image: a:1
        """, place: "5:1", words: ["not YAML", "flow mapping"]),
    Mistake(
      name: "a tab", yaml: "- name: shop\n  hosts: web\n\tservices: {}\n", place: "3:1",
      words: ["tab", "indent with spaces"]),
    Mistake(
      name: "a duplicate key",
      yaml: """
        - hosts: web
          services:
            web:
              image: a:1
              image: b:1
        """, place: "5:7", words: ["image is set twice", "line 4"]),
    Mistake(
      name: "an unknown key",
      yaml: """
        - hosts: web
          services:
            web:
              image: a:1
              enviroment: {A: b}
        """, place: "5:7", words: ["`enviroment` is not a key", "did you mean \"environment\"?"]),
    Mistake(
      name: "an undefined variable",
      yaml: """
        - hosts: web
          services:
            web:
              image: a:{{ versoin }}
        """, place: "4:19", words: ["`versoin` is not defined", "-e versoin="]),
    Mistake(
      name: "a Compose key that is not supported",
      yaml: """
        - hosts: web
          services:
            web:
              image: a:1
              build: .
        """, place: "5:7", words: ["`build` is not supported"]),
    Mistake(
      name: "a pattern that matches nothing",
      yaml: """
        - hosts: wbe
          services:
            web: {image: "a:1"}
        """, place: "1:10", words: ["wbe", "did you mean \"web\"?"]),
    Mistake(
      name: "a batch of no hosts",
      yaml: """
        - hosts: web
          rollout: {serial: 0}
          services:
            web: {image: "a:1"}
        """, place: "2:21", words: ["`serial`", "write 100%"]),
    Mistake(
      name: "more than all hosts",
      yaml: """
        - hosts: web
          rollout: {serial: [1, 120%]}
          services:
            web: {image: "a:1"}
        """, place: "2:25", words: ["`serial`", "120%"]),
    Mistake(
      name: "start_first with a fixed port",
      yaml: """
        - hosts: web
          rollout: {order: start_first}
          services:
            web: {image: "a:1", ports: ["8080:8080"]}
        """, place: "4:33", words: ["start_first", "host port 8080", "stop_first"]),
    Mistake(
      name: "a circle of dependencies",
      yaml: """
        - hosts: web
          services:
            web: {image: "a:1", depends_on: [cache]}
            cache: {image: "a:1", depends_on: [web]}
        """, place: "3:37", words: ["circle", "web → cache → web"]),
    Mistake(
      name: "a dependency that is not there",
      yaml: """
        - hosts: web
          services:
            web: {image: "a:1", depends_on: [cahce]}
            cache: {image: "a:1"}
        """, place: "3:38", words: ["no service `cahce`", "did you mean \"cache\"?"]),
    Mistake(
      name: "one host port twice",
      yaml: """
        - hosts: web
          services:
            web: {image: "a:1", ports: ["8080:8080"]}
            cache: {image: "a:1", ports: ["8080:80"]}
        """, place: "4:35", words: ["host port 8080", "`web`", "`cache`"]),
    Mistake(
      name: "an alias bomb",
      yaml: "- hosts: web\n  vars:\n    a0: &a0 [x, x, x, x, x, x, x, x, x]\n"
        + (1..<9).map { index in
          let alias = "*a\(index - 1)"
          return "    a\(index): &a\(index) [\(Array(repeating: alias, count: 9).joined(separator: ", "))]\n"
        }.joined() + "  services:\n    web: {image: \"a:1\"}\n",
      place: "3:29", words: ["alias bomb"]),
    Mistake(
      name: "a load balancer that the inventory does not have",
      yaml: """
        - hosts: web
          load_balancer: edge
          services:
            web: {image: "a:1"}
        """, place: "2:18", words: ["does not set `load_balancers`"]),
    Mistake(name: "an empty file", yaml: "", place: "", words: ["the playbook is empty"]),
    Mistake(name: "no list of plays", yaml: "hello\n", place: "1:1", words: ["list of plays"]),
  ]
}
