/// The prose of the reference, around its tables.
enum ReferenceText {
  static let opening = """
    # Reference

    Every key of playbooks and every inventory variable that swiftplay reads. The tables are the ones the validator
    itself uses; a test writes this file from them and compares:

        SWIFTPLAY_WRITE_DOCS=1 swift test --filter ReferenceTests

    `swiftplay validate PLAYBOOK… -i INVENTORY` checks files against all of this without a connection. It tells every
    problem at once, each with `file:line:column`.

    """

  static let playbooks = """
    A playbook is a YAML file with a list of plays. Several plays run in their order, and several playbooks in the
    order they are given.

    - YAML is read as Ansible reads it (YAML 1.1): anchors, aliases and merge keys (`<<: *base`) work; a key written
      twice in one map is an error.
    - A key that is not in these tables is an error, and so is a Compose key that is not supported yet. Only keys that
      begin with `x-` are yours: a good place for anchors.
    - A key without a value (`command:`) counts as absent.
    - Paths of files (`vars_files`, `env_file`) are relative to the playbook. Paths in `volumes` and `devices` are the
      host's and have to be absolute.

    """

  static let values = """
    - **Text**: numbers and true/false are taken as they are written: `1.10` stays `1.10`, `yes` stays `yes`.
    - **True or false**: `true`, `yes`, `on`, `false`, `no`, `off`, in any case, quoted or not.
    - **Durations**: numbers with units, one after the other: `500ms`, `30s`, `1m30s`, `1h5m30s20ms`. The units are `ns`, `us`,
      `ms`, `s`, `m`, `h`, `d` and `w`. A number alone is seconds.
    - **Byte sizes**: a number and `b`, `k`, `m`, `g`, `t` or `p`, in any case, with or without `b` or `ib` after it; all are powers of
      1024, as in Docker: `512m`, `8g`, `1.5GiB`. A number alone is bytes.
    - **A number of hosts or a percentage**: `2`, `25%`, `33.3%`; a percentage is of all the play's hosts.
    - **`command` and `entrypoint` as a text** are split into words with a shell's quotes and backslashes. No shell runs
      them, so `&&`, `|`, `>`, `$(…)` and the like are refused: write `[sh, -c, "…"]` to have one.
    - **`$` is literal.** Only `{{ }}` is replaced.

    """

  static let variables = """
    `{{ name }}` stands for a variable's value, `{{ db.host }}`, `{{ db['host'] }}` and `{{ ports[0] }}` for a part of it. A value that is only
    `{{ x }}` keeps the type of `x`; with anything around it, it is text. There are literals (`'text'`, `42`, `1.5`, `true`, `none`,
    `[1, 2]`, `{'a': 1}`) and the filters below; there are no operators, functions or `{% %}` statements.

    A variable that is not defined is an error. Variables may use other variables; they are computed when they are used.

    Literal braces are written `{{ '{{' }}`, or between `{% raw %}` and `{% endraw %}`, which Go's templates need:
    `tag: "{% raw %}{{.Name}}{% endraw %}"`. A text tagged `!unsafe` is not looked at.

    Of several definitions the strongest holds. From the weakest to the strongest:

    1. the inventory, by Ansible's own order: groups, hosts, `group_vars/` and `host_vars/`
    2. the play's `vars`
    3. the play's `vars_files`, a later file over an earlier one
    4. `-e name=value`, `-e @file`, `-e '{"name": "value"}'`, a later one over an earlier one

    Templates may stand in any value, and not in keys. `hosts` can use nothing but the variables of `-e`; `name`, `vars_files` and
    `rollout` nothing that differs between the play's hosts.

    """

  static let secrets = """
    A variable is a secret when its name, or the name of a key in it, has one of the words password, passwd, passphrase, pass, secret,
    token, apikey or credential, or ends in `api_key`, `private_key`, `access_key`, `signing_key`, `encryption_key` and the like; not when
    its last word only describes one, as in `password_file` or `token_url`. In playbooks and files of variables a value can be tagged:
    `pin: !secret 123456`. Whatever is made of a secret is one too.

    A container gets secrets in `environment` and `env_file`, and nowhere else: in any other key a secret is an error, since it
    would show on command lines and in the run log. An environment variable whose own name sounds like a secret is kept secret in the
    same way. Where a name only sounds like one, say so: `{{ token_prefix | public }}`.

    Secrets are never on a command line, in a log, in the run store or in an error. They are in the container: who may
    ask the host's engine can read its environment.

    """

  static let envFiles = """
    The grammar is the Compose specification's: `NAME=value` lines, comments, single and double quotes, `$NAME` and `${NAME:-default}` in what
    is not in single quotes. With `format: raw` a value is everything after the `=`.

    Unlike with Compose, nothing comes from the shell that swiftplay is started in: a `NAME` without a value and a `$NAME` that no env
    file sets are errors.

    """

  static let inventory = """
    Inventories are Ansible's: INI, YAML, executables, folders of those, `group_vars/` and `host_vars/`. These variables say how to
    reach a host; where several names stand in a row, the last one that is set holds. Any other variable is for
    your playbooks.

    """
}
