"""One report with every kind of finding, made by linting real texts; for the golden files."""

from __future__ import annotations

from dslint.linter.engine import lint_text
from dslint.linter.options import Options
from dslint.linter.reports import merged
from dslint.linter.selection import Selection
from dslint.values.finding import Finding, Report, Skipped

AGENT = "deploy/log-agent.yaml"
ODD_NAME = "deploy/a, b: 100%.yaml"

TEXT = """\
# Source: agent/templates/ds.yaml
apiVersion: apps/v1
kind: DaemonSet
metadata:
  name: log-agent
  namespace: kube-system
spec:
  selector:
    matchLabels:
      app: log-agent
  template:
    metadata:
      labels:
        app: logagent
    spec:
      tolerations:
      - operator: Exists
      名前: 値  # wide characters
      containers:
      - name: agent
        image: agent:1.2.3
        securityContext:
          privileged: true  # dslint: ignore[privileged-agent] it reads the kernel's log
"""

_OPTIONS = Options(versions=("1.36", "1.37"), selection=Selection(profile="all"))
_SHOWN = {"invalid-yaml", "priority-missing", "selector-mismatch", "tolerates-everything", "unknown-field"}


def _report() -> Report:
    reports = [lint_text('a: "\nkind: DaemonSet\n', ODD_NAME, _OPTIONS), lint_text(TEXT, AGENT, _OPTIONS)]
    report = merged(reports, _OPTIONS.versions)
    return report._replace(
        findings=tuple(finding for finding in report.findings if finding.rule in _SHOWN),
        skipped=tuple(
            Skipped(
                f"charts/agent/templates/{name}.yaml",
                1,
                "Helm template",
                "helm template charts/agent | dslint lint -",
            )
            for name in "ab"
        ),
        files=5,
        daemonsets=3,
    )


def found(rule: str) -> Finding:
    """The finding of a rule in the sample report."""
    return next(finding for finding in REPORT.findings if finding.rule == rule)


REPORT = _report()
MISMATCH = found("selector-mismatch")
