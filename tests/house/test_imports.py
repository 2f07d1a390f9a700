"""Data flows one way: which room may import which, and that only `cli` touches the world."""

from __future__ import annotations

import ast
from collections import Counter

import pytest

from tests.house.modules import Module, modules

_LIBRARY = {"values", "reader", "kubernetes"}

MAY_IMPORT: dict[str, set[str]] = {
    "version": set(),
    "identity": set(),
    "data": set(),
    "values": set(),
    "reader": {"values"},
    "kubernetes": {"values", "reader", "data"},
    "cel": {"kubernetes"},
    "policies": {*_LIBRARY, "cel"},
    "repair": {*_LIBRARY, "data"},
    "checks": {*_LIBRARY, "cel", "policies"},
    "linter": {*_LIBRARY, "repair", "checks", "data", "cel", "policies", "identity"},
    "planner": {*_LIBRARY, "data"},
    "report": {*_LIBRARY, "linter", "planner", "data", "identity", "version"},
    "editor": {*_LIBRARY, "linter", "planner"},
    "api": {*_LIBRARY, "linter", "planner"},
    "__init__": {"api", "version"},
    "playground": {*_LIBRARY, "linter", "planner", "report", "api", "version"},
    "cli": {*_LIBRARY, "linter", "planner", "report", "editor", "api", "data", "identity", "version"},
    "__main__": {"cli"},
}
"""Room: the other rooms its modules may import. `linter` and `planner` never meet; nobody imports `cli`."""

FLOORS: dict[str, tuple[str, ...]] = {
    "planner": (
        "values",
        "nodes",
        "node_kinds",
        "where",
        "node_names",
        "grid",
        "errors",
        "checked_reader",
        "pools",
        "inventory",
        "workload",
        "placement",
        "scheduling",
        "plan",
        "outcomes",
        "placements",
        "on_pools",
        "evictions",
        "remedies",
        "near_misses",
        "waiting",
        "notes",
        "deadlocks",
        "rollout",
        "expectations",
        "cost",
        "overhead",
        "difference",
        "whatif",
        "node_advice",
        "problems",
        "highlights",
        "older_kubelets",
        "assumptions",
        "describe",
        "session",
    ),
    "report": (
        "markdown_text",
        "csv_rows",
        "json_text",
        "layout",
        "json_text",
        "summary",
        "findings",
        "rule_pages",
        "check_pages",
        "policy_export",
        "inventory_text",
        "pools_text",
        "describe_text",
        "describe_json",
        "config_text",
        "plan",
        "clusters",
        "diff",
        "html",
    ),
    "cli": (
        "exits",
        "opening",
        "git_program",
        "outputs",
        "inputs",
        "calls",
        "lint_call",
        "fail_level",
        "configuration",
        "help_layout",
        "options",
        "node_options",
        "expressions",
        "collecting",
        "lint",
        "plan",
        "diff",
        "describe",
        "explain",
        "rule_examples",
        "rules",
        "policies",
        "inventory",
        "completion",
        "config",
        "about",
        "case",
        "lsp",
        "commands",
        "main",
    ),
}
"""Room: its modules and folders, each of which may import only those before it."""

MOST_MODULES = 25
"""How many modules a folder may hold, `__init__` not counted."""

READS_DATA = {
    "dslint.kubernetes.fields",  # the field tables that ship with dslint
    "dslint.kubernetes.releases.meanings",  # what each field is
    "dslint.planner.pools.machine_table",  # the table of machine types, likewise
    "dslint.report.html.page",  # the template of the HTML pages, which lies beside it
    "dslint.linter.config.user_files",  # the schemas of what users write, which ship with dslint
    "dslint.linter.rulefiles",  # rule files: the shipped ones, and those of a folder it is told
}
"""The modules outside `cli` that open files: dslint's own data, never what a user is judged by."""

PURE = [module for module in modules() if module.room != "cli" and module.name not in READS_DATA]

_CALLS = {"print", "open", "input", "exit", "quit", "breakpoint"}
_METHODS = {"read_text", "read_bytes", "write_text", "write_bytes", "unlink", "mkdir"}
_ATTRIBUTES = {
    "os": {
        "environ",
        "getenv",
        "open",
        "walk",
        "scandir",
        "listdir",
        "system",
        "popen",
        "remove",
        "replace",
        "_exit",
    },
    "sys": {"stdin", "stdout", "stderr", "argv", "exit"},
    "io": {"open"},
    "subprocess": {"run", "Popen"},
}

MODULES = modules()


def _named(module: Module) -> str:
    return module.name


@pytest.mark.parametrize("module", MODULES, ids=_named)
def test_a_module_imports_only_rooms_below_its_own(module: Module) -> None:
    assert module.room in MAY_IMPORT, (
        f"{module.name}: no room of that name in MAY_IMPORT; where does it belong?"
    )
    allowed = MAY_IMPORT[module.room] | {module.room}
    wrong = [
        f"{module.path}:{line}: {module.room} must not import {name}"
        for name, line in module.imports()
        if name.split(".")[1] not in allowed and name != "dslint.__version__"
    ]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("module", [module for module in MODULES if module.room in FLOORS], ids=_named)
def test_a_module_imports_only_what_comes_before_it_in_its_room(module: Module) -> None:
    floors = FLOORS[module.room]
    own = _floor(module.name)
    if not own:
        return
    assert own in floors, f"{module.name}: where in FLOORS does {own} belong?"
    below = floors[: floors.index(own) + 1]
    wrong = [
        f"{module.path}:{line}: {own} must not import {name}"
        for name, line in module.imports()
        if name.startswith(f"dslint.{module.room}.") and _floor(name) not in below
    ]
    assert not wrong, "\n".join(wrong)


def _floor(name: str) -> str:
    """The module or folder of a room that a dotted name lies in; empty for the room itself."""
    return ".".join(name.split(".")[2:3]).replace("__init__", "")


def test_the_floors_of_the_table_exist() -> None:
    for room, floors in FLOORS.items():
        assert {_floor(module.name) for module in MODULES if module.room == room} - {""} == set(floors)


def test_no_two_modules_import_each_other_even_by_way_of_others() -> None:
    known = {module.name for module in MODULES}
    imports = {
        module.name: {name if name in known else name.rpartition(".")[0] for name, _ in module.imports()}
        for module in MODULES
    }
    left = dict.fromkeys(imports)
    while free := [name for name in left if not imports[name] & (left.keys() - {name})]:
        for name in free:
            del left[name]
    assert not left, f"these modules import each other: {', '.join(left)}"


def test_no_folder_has_more_modules_than_a_reader_takes_in() -> None:
    folders = Counter(module.path.parent for module in MODULES if module.path.stem != "__init__")
    crowded = {str(folder): number for folder, number in folders.items() if number > MOST_MODULES}
    assert not crowded


@pytest.mark.parametrize("module", PURE, ids=_named)
def test_only_cli_prints_opens_files_reads_the_environment_or_exits(module: Module) -> None:
    wrong = [f"{module.path}:{node.lineno}: {what}" for node, what in _effects(module.tree)]
    assert not wrong, "only dslint/cli may do this:\n" + "\n".join(wrong)


def test_the_rooms_of_the_table_exist() -> None:
    assert {module.room for module in MODULES} == set(MAY_IMPORT)


def test_modules_listed_as_reading_data_exist() -> None:
    assert {module.name for module in MODULES} >= READS_DATA


def test_the_effects_are_recognised() -> None:
    source = "print(1)\nopen('x')\nos.environ['A']\nsys.exit(1)\nPath('x').read_text()\nself.open(1)\n"
    found = [what for _, what in _effects(ast.parse(source))]
    assert found == ["print", "open", "os.environ", "sys.exit", ".read_text"]


def _effects(tree: ast.Module) -> list[tuple[ast.expr, str]]:
    found: list[tuple[ast.expr, str]] = []
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Name(id=name)) if name in _CALLS:
                found.append((node, name))
            case ast.Call(func=ast.Attribute(attr=name)) if name in _METHODS:
                found.append((node, f".{name}"))
            case ast.Attribute(value=ast.Name(id=name), attr=attribute) if attribute in _ATTRIBUTES.get(
                name, ()
            ):
                found.append((node, f"{name}.{attribute}"))
    return sorted(found, key=lambda effect: effect[0].lineno)
