"""Change the code a little, over and over, and see whether a test notices: mutation testing of a sample.

    python3 scripts/mutate.py                     # the modules of TESTS, 12 mutants of each
    python3 scripts/mutate.py --each 40 dslint/kubernetes/taints.py
    python3 scripts/mutate.py --seed 7 --seconds 600

cosmic-ray makes the mutants (`pip install --group mutation`); this script draws a sample, leaves out those
that change annotations only, and runs for each the tests that TESTS names for its module, in a copy of
the repository. It prints the mutants that no test noticed, and the share that was noticed. The same
seed draws the same sample. Run it with `nice`: it keeps one core busy.
"""

from __future__ import annotations

import argparse
import ast
import difflib
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
PARTS = ("dslint", "tests", "rules", "schemas", "examples", "docs", "scripts", "pyproject.toml", "README.md")
"""What is copied: everything that the tests of a module may look at."""

_SECOND = "tests/kubernetes/test_second_opinions.py"
TESTS: dict[str, tuple[str, ...]] = {
    "dslint/kubernetes/affinity.py": ("tests/kubernetes/test_affinity.py", _SECOND),
    "dslint/kubernetes/labels.py": ("tests/kubernetes/test_small_parts.py", _SECOND),
    "dslint/kubernetes/taints.py": ("tests/kubernetes/test_taints.py", _SECOND),
    "dslint/kubernetes/amounts.py": ("tests/kubernetes/test_requests.py", _SECOND),
    "dslint/kubernetes/formats/quantity.py": ("tests/kubernetes/test_quantity.py", _SECOND),
    "dslint/kubernetes/ports.py": ("tests/kubernetes/test_ports.py",),
    "dslint/kubernetes/requests.py": ("tests/kubernetes/test_requests.py",),
    "dslint/kubernetes/strategic_merge.py": ("tests/kubernetes/test_strategic_merge.py",),
    "dslint/kubernetes/three_way_merge.py": ("tests/kubernetes/test_three_way_merge.py",),
    "dslint/kubernetes/update_strategy.py": ("tests/kubernetes/test_update_strategy.py",),
    "dslint/kubernetes/admission/quota_scopes.py": (
        "tests/kubernetes/admission",
        "tests/checks/test_volume_rules.py",
        "tests/planner/scheduling/test_scheduling.py",
    ),
    "dslint/planner/node_names.py": ("tests/planner/test_node_names.py",),
    "dslint/planner/placement/node_sets.py": ("tests/planner/placement", "tests/planner/test_plan.py"),
    "dslint/planner/scheduling/one_node.py": ("tests/planner/scheduling", "tests/planner/test_plan.py"),
    "dslint/planner/rollout/simulate.py": ("tests/planner/rollout",),
    "dslint/planner/whatif/steps.py": ("tests/planner/whatif",),
    "dslint/reader/directives.py": ("tests/reader/test_directives.py", "tests/linter/test_suppressions.py"),
    "dslint/reader/edits.py": ("tests/reader/test_edits.py", "tests/linter/test_fixes.py"),
    "dslint/reader/patches.py": ("tests/reader/test_patches.py", "tests/cli/test_kustomizations.py"),
    "dslint/reader/kustomize/inline_patches.py": ("tests/cli/test_kustomizations.py",),
    "dslint/repair/lost_nesting.py": ("tests/linter/test_folding.py", "tests/kubernetes/test_nesting.py"),
    "dslint/repair/odd_characters.py": ("tests/linter/test_folding.py", "tests/linter/test_fixes.py"),
    "dslint/repair/root_cause.py": ("tests/linter/test_folding.py", "tests/linter/test_misplaced.py"),
    "dslint/repair/misplaced.py": ("tests/linter/test_misplaced.py",),
}
"""Module -> the tests that are meant to notice what is changed in it."""

PATIENCE = 20.0
"""Seconds that a mutant may take beyond ten times what the tests take by themselves."""


class Mutant(NamedTuple):
    """One change: the module, where it is, what the code is before and after."""

    module: str
    line: int
    before: str
    after: str


class Result(NamedTuple):
    """What became of the mutants of one module."""

    module: str
    noticed: int
    survivors: list[Mutant]


def main(words: list[str]) -> int:
    """Run the sample and print the figures. Returns 1 where the tests fail without any change."""
    options = _options(words)
    modules = options.modules or list(TESTS)
    begin = time.monotonic()
    results: list[Result] = []
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder)
        for part in PARTS:
            source = ROOT / part
            copier = shutil.copytree if source.is_dir() else shutil.copy2
            copier(source, copy / part)
        for module in modules:
            if time.monotonic() - begin > options.seconds:
                print(f"out of time before {module}")
                break
            result = _of_module(module, copy, options.each, options.seed)
            if result is None:
                return 1
            results.append(result)
            _print(result)
    noticed = sum(result.noticed for result in results)
    total = noticed + sum(len(result.survivors) for result in results)
    print(f"{noticed} of {total} mutants noticed ({noticed / max(total, 1):.0%}), {len(results)} modules")
    return 0


def _options(words: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("modules", nargs="*", help="modules of the table TESTS; all by default")
    parser.add_argument("--each", type=int, default=12, help="mutants of each module")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--seconds", type=float, default=3600.0, help="begin no further module after this")
    return parser.parse_args(words)


def _of_module(module: str, copy: Path, each: int, seed: int) -> Result | None:
    """Run the tests of a module against a sample of its mutants; None where they fail as it is."""
    target = copy / module
    code = target.read_text("utf-8")
    begin = time.monotonic()
    if not _passes(copy, TESTS[module], 600.0):
        print(f"{module}: its tests fail without any change")
        return None
    limit = 10 * (time.monotonic() - begin) + PATIENCE
    mutants = sorted(set(_mutants(module, code)))
    sample = random.Random(f"{seed} {module}").sample(mutants, min(each, len(mutants)))  # noqa: S311 - a sample
    survivors: list[Mutant] = []
    for mutant in sample:
        target.write_text(mutant.after, "utf-8")
        for compiled in target.parent.glob(f"__pycache__/{target.stem}.*"):
            compiled.unlink()
        if _passes(copy, TESTS[module], limit):
            survivors.append(mutant)
    target.write_text(code, "utf-8")
    return Result(module, len(sample) - len(survivors), survivors)


def _mutants(module: str, code: str) -> Iterator[Mutant]:
    """Every change that cosmic-ray can make and that changes what runs."""
    from cosmic_ray.ast import ast_nodes, get_ast
    from cosmic_ray.mutating import mutate_code
    from cosmic_ray.plugins import get_operator, operator_names

    tree, plain = get_ast(code), _without_annotations(code)
    for name in operator_names():
        kind = get_operator(name)
        if kind.arguments():
            continue
        operator = kind()
        places = [place for node in ast_nodes(tree) for place in operator.mutation_positions(node)]
        for number, (start, _) in enumerate(places):
            changed = mutate_code(code, operator, number)
            if changed is not None and _without_annotations(changed) not in (plain, ""):
                yield Mutant(module, start[0], code, changed)


def _without_annotations(code: str) -> str:
    """The code as a tree in which annotations and docstrings do not count; empty for what is no Python."""
    try:
        tree = ast.parse(code)
    except SyntaxError:
        return ""
    for node in ast.walk(tree):
        if isinstance(node, ast.arg):
            node.annotation = None
        elif isinstance(node, ast.AnnAssign):
            node.annotation = ast.Constant(0)
        elif isinstance(node, ast.FunctionDef):
            node.returns = None
    return ast.dump(tree)


def _passes(copy: Path, tests: tuple[str, ...], limit: float) -> bool:
    """Whether the tests pass in the copy, within so many seconds."""
    command = [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", "-m", "not slow", *tests]
    variables = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join([str(copy), *filter(None, [os.environ.get("PYTHONPATH")])]),
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    try:
        done = subprocess.run(
            command, cwd=copy, env=variables, capture_output=True, timeout=limit, check=False
        )
    except subprocess.TimeoutExpired:
        return False
    return done.returncode == 0


def _print(result: Result) -> None:
    total = result.noticed + len(result.survivors)
    print(f"{result.module}: {result.noticed} of {total} noticed")
    for mutant in result.survivors:
        lines = difflib.unified_diff(mutant.before.splitlines(), mutant.after.splitlines(), n=0, lineterm="")
        for line in list(lines)[2:]:
            print(f"    {mutant.line}: {line}" if line.startswith("@@") else f"        {line}")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
