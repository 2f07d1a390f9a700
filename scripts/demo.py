"""Shows dslint's main job on the examples: on which nodes each DaemonSet would run.

    python3 scripts/demo.py

Makes a virtual environment in `.venv-demo` the first time; nothing to install before.
"""

from __future__ import annotations

import sys

from environment import prepare, run, say

FINDINGS = 1
"""dslint's exit code for "looked at everything, and found faults": the examples have some on purpose."""


def main() -> int:
    """Run `dslint plan` over the examples; 0 when it did its job."""
    variables = prepare("demo")
    command = ["dslint", "plan", "examples", "--nodes", "examples/inventory.yaml"]
    print("$", *command, flush=True)
    code = run(command, variables)
    if code == FINDINGS:
        say("exit code 1: some examples hold faults on purpose; `dslint lint examples` explains each")
        return 0
    return code


if __name__ == "__main__":
    sys.exit(main())
