#!/usr/bin/env python3
"""Answers questions about inventories with Ansible itself, many in one process.

Reads one JSON object a line on stdin and writes one a line on stdout:

    {"directory": D, "inventories": [...], "playbook_dir": null, "patterns": [{"pattern": P, "limit": L}]}
    -> {"list": {...}, "graph": "...", "graph_vars": "...", "patterns": [[...] | null]} | {"error": "..."}

A pattern's answer is null where Ansible fails. Also, to compare the readers alone:

    {"literals": [...]}  -> {"literals": [value | {"!": kind}]}   values as an INI inventory reads them
    {"yaml": "..."}      -> {"yaml": value} | {"error": "..."}    a document as Ansible loads it

Where an answer holds a value encrypted with Ansible Vault it is {"vault": true} instead.

Ansible walks groups in the order of Python sets, which hang on memory addresses. So that answers can
be compared, those sets keep the order of insertion here; nothing else is changed.
"""

import json
import os
import sys
import tempfile
import warnings

configuration = tempfile.NamedTemporaryFile(suffix=".cfg")  # empty: nobody's own settings count
os.environ["ANSIBLE_CONFIG"] = configuration.name
os.environ["ANSIBLE_INVENTORY_ANY_UNPARSED_IS_FAILED"] = "1"
os.environ["ANSIBLE_DEPRECATION_WARNINGS"] = "0"
answers = os.dup(1)
os.dup2(2, 1)
warnings.simplefilter("ignore")

from ansible import context  # noqa: E402
from ansible.cli.inventory import InventoryCLI  # noqa: E402
from ansible.inventory import group as group_module  # noqa: E402
from ansible.inventory.manager import InventoryManager  # noqa: E402
from ansible.module_utils.common.collections import ImmutableDict  # noqa: E402
from ansible.parsing.dataloader import DataLoader  # noqa: E402
from ansible.plugins.inventory import ini as ini_module  # noqa: E402
from ansible.plugins.loader import init_plugin_loader  # noqa: E402
from ansible.plugins.vars import host_group_vars  # noqa: E402
from ansible.utils import display as display_module  # noqa: E402
from ansible.vars.manager import VariableManager  # noqa: E402
from ansible._internal._json._profiles import _inventory_legacy, _legacy  # noqa: E402
from ansible._internal._datatag._tags import Origin, TrustedAsTemplate  # noqa: E402


class OrderedSet(dict):
    """A set that remembers the order of insertion."""

    def __init__(self, items=()):
        super().__init__((item, None) for item in items)

    def add(self, item):
        self[item] = None

    def update(self, items):
        for item in items:
            self[item] = None

    def difference_update(self, items):
        for item in list(items):
            self.pop(item, None)

    def copy(self):
        return OrderedSet(self)


group_module.set = OrderedSet
if os.environ.get("ORACLE_VERBOSE") is None:
    for quiet in ("display", "warning", "deprecated", "error", "error_as_warning", "vvv", "vvvv", "debug", "v"):
        setattr(display_module.Display, quiet, lambda self, *args, **options: None)
init_plugin_loader()


def set_options(question, show_vars):
    directory = question.get("playbook_dir")
    context.CLIARGS = ImmutableDict(
        list=True, graph=False, host=None, export=False, yaml=False, toml=False, subset=None,
        basedir=directory, show_vars=show_vars, pattern="all", output_file=None, verbosity=0, extra_vars=(),
    )


def inventory(question):
    os.chdir(question["directory"])
    host_group_vars.CANONICAL_PATHS.clear()
    host_group_vars.FOUND.clear()
    host_group_vars.NAK.clear()
    set_options(question, False)
    loader = DataLoader()
    if question.get("playbook_dir"):
        loader.set_basedir(question["playbook_dir"])
    sources = [s if "," in s else os.path.abspath(s) for s in question["inventories"]]
    manager = InventoryManager(loader=loader, sources=sources)
    cli = InventoryCLI.__new__(InventoryCLI)
    cli.loader, cli.inventory = loader, manager
    cli.vm = VariableManager(loader=loader, inventory=manager)
    listing = json.loads(json.dumps(cli.json_inventory(cli._get_group("all")), cls=_inventory_legacy.Encoder))
    answer = {"list": listing, "graph": cli.inventory_graph()}
    if question.get("graph_vars"):
        set_options(question, True)
        answer["graph_vars"] = cli.inventory_graph()
    answer["patterns"] = [hosts(manager, item) for item in question.get("patterns", [])]
    return answer


def hosts(manager, item):
    manager.clear_caches()
    manager._inventory.localhost = next(
        (manager.hosts[name] for name in manager.hosts if name in ("127.0.0.1", "localhost", "::1")), None)
    try:
        manager.subset(item.get("limit"))
        return [str(host) for host in manager.list_hosts(item["pattern"])]
    except Exception as error:  # noqa: BLE001
        if os.environ.get("ORACLE_VERBOSE"):
            print(repr(error), file=sys.stderr)
        return None


def literals(texts):
    module = ini_module.InventoryModule()
    module._origin = Origin(path="/oracle", line_num=1)
    answers = []
    for text in texts:
        try:
            value = module._parse_value(text)
            answers.append({"value": json.loads(json.dumps(value, cls=_legacy.Encoder))})
        except Exception as error:  # noqa: BLE001
            answers.append({"error": type(error).__name__})
    return answers


def document(text):
    loader = DataLoader()
    value = loader.load(TrustedAsTemplate().tag(text), file_name="/oracle")
    return json.loads(json.dumps(value, cls=_legacy.Encoder))


def answer(question):
    if "literals" in question:
        return {"literals": literals(question["literals"])}
    if "yaml" in question:
        return {"yaml": document(question["yaml"])}
    return inventory(question)


start = os.getcwd()
for line in sys.stdin:
    try:
        reply = answer(json.loads(line))
    except BaseException as error:  # noqa: BLE001
        if isinstance(error, KeyboardInterrupt):
            raise
        reply = {"error": f"{type(error).__name__}: {error}"}
    os.chdir(start)
    if "__ansible_vault" in json.dumps(reply):
        reply = {"vault": True}
    os.write(answers, (json.dumps(reply) + "\n").encode())
