"""The options for judging a text."""

from __future__ import annotations

from collections.abc import Sequence

from dslint.kubernetes.versions import NEWEST
from dslint.linter.rule import Rule
from dslint.linter.rulebook import rule as rule_of
from dslint.linter.selection import Selection, Tuning, TuningOf
from dslint.linter.told_apart import Found
from dslint.reader.nodes import Document
from dslint.reader.objects import Manifest
from dslint.values.around import NOTHING_AROUND, Around
from dslint.values.finding import ObjectName
from dslint.values.typed import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from dslint.linter.policies.book import PolicyBook


class Beneath(NamedTuple):
    """The known base of a patch: a DaemonSet and its file."""

    file: str
    manifest: Manifest


class Options(NamedTuple):
    """What to judge by: the versions (oldest first), which findings are wanted, and dslint's own rules.

    `rules` are those with checks; None means all that ship with dslint. `found` says how the text
    came in. `only` are
    globs of `namespace/name`; other DaemonSets are left out. `own_rules` come from rule folders.
    `tuning_of` replaces `selection` and `rules` where a configuration has settings for some
    DaemonSets. With `require_reasons`, a suppression without a reason hides nothing.
    `policies` are the admission policies of the run; None means those in the text itself.
    With `upgrade`, the question is what changes from the oldest to the newest of the versions.
    `unchanged` are the lines at which DaemonSets begin that are context only.
    `around` is what the kustomization of the text says. `beneath` are the DaemonSets of the
    kustomization that applies a patch.
    """

    versions: tuple[str, ...] = (NEWEST,)
    selection: Selection = Selection()
    rules: tuple[Rule, ...] | None = None
    found: Found = "given"
    only: tuple[str, ...] = ()
    own_rules: tuple[Rule, ...] = ()
    tuning_of: TuningOf | None = None
    require_reasons: bool = False
    policies: PolicyBook | None = None
    upgrade: bool = False
    unchanged: frozenset[int] = frozenset()
    around: Around = NOTHING_AROUND
    beneath: tuple[Beneath, ...] = ()

    def tuning(self, name: ObjectName | None) -> Tuning:
        """Return the settings for an object, or for findings without one."""
        if self.tuning_of is not None:
            return self.tuning_of(name)
        return Tuning(self.selection, self.rules)

    def rule(self, name: str) -> Rule | None:
        """Return the rule of an id: one of dslint's own, or one of a rule folder."""
        return next((rule for rule in self.own_rules if rule.id == name), None) or rule_of(name)


DEFAULTS = Options()


class JudgedText(NamedTuple):
    """A text that may contain suppressions: its documents, its DaemonSets, its file."""

    text: str
    documents: Sequence[Document]
    daemonsets: Sequence[Manifest]
    file: str
