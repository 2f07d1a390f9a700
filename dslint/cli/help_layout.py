"""Show the options of a command in groups."""

from __future__ import annotations

from typing import Final

import click

GROUPS: Final[tuple[tuple[str, frozenset[str]], ...]] = (
    (
        "Input",
        frozenset({
            "exclude", "only", "files_from", "stdin_filename", "since", "context", "fail_on_skipped", "nodes",
            "old_nodes", "pods", "clusters", "sizes", "policies", "complete",
        }),
    ),
    ("Kubernetes version", frozenset({"kubernetes", "upgrade"})),
    (
        "Plan",
        frozenset({
            "node", "what_if", "expect", "expectations", "ready_seconds", "room", "cost", "group_by",
        }),
    ),
    ("Rules", frozenset({"profile", "select", "extend_select", "ignore", "rules", "fail_on"})),
    ("Configuration and baseline", frozenset({"config", "isolated", "baseline", "update_baseline"})),
    ("Fixes", frozenset({"fix", "unsafe_fixes", "diff"})),
    ("Output", frozenset({"output", "json_form", "color", "quiet", "verbose", "statistics"})),
)  # fmt: skip
"""Title -> the parameters in that group. Options without a group come last, under "Other"."""


class GroupedCommand(click.Command):
    """A command whose help shows its options in groups."""

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options, group by group."""
        records = {
            parameter.name or "": record
            for parameter in self.get_params(ctx)
            if isinstance(parameter, click.Option) and (record := parameter.get_help_record(ctx)) is not None
        }
        for title, names in GROUPS:
            rows = [record for name, record in records.items() if name in names]
            if rows:
                with formatter.section(title):
                    formatter.write_dl(rows)
        grouped = frozenset().union(*(names for _, names in GROUPS))
        rest = [record for name, record in records.items() if name not in grouped]
        if rest:
            with formatter.section("Other"):
                formatter.write_dl(rest)
