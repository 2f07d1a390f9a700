"""A pool while its declaration is read: written facts override assumed ones."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from dslint.kubernetes.formats.names import label_key, label_value
from dslint.kubernetes.taints import Taint
from dslint.planner.checked_reader import parse_taint, taint_faults
from dslint.planner.nodes import Place
from dslint.planner.pools.aliases import current_key
from dslint.planner.pools.fields import Field
from dslint.planner.pools.pool import (
    UNCOUNTED,
    Counts,
    Machines,
    Origin,
    Pool,
    PoolLabel,
    PoolTaint,
)
from dslint.planner.pools.values import ANYTHING, Values, one_of

PRESENT = ANYTHING.narrowed("Exists")
"""Every node has the label, with any value."""


class Draft:
    """The facts about one pool so far."""

    def __init__(self, name: str, format_: str, root: Field) -> None:
        """`format_` is what declares it, `root` where."""
        self.name = name
        self.format = format_
        self.root = root
        self.counts: Counts = UNCOUNTED
        self.kubelet = ""
        self.names: tuple[str, ...] = ()
        self.machines = Machines()
        self.notes: list[str] = []
        self._labels: dict[str, PoolLabel] = {}
        self._taints: list[PoolTaint] = []
        self._startup: list[PoolTaint] = []

    @property
    def place(self) -> Place:
        """Return the place where the pool is declared."""
        return self.root.place

    def label(self, key: str, value: str, place: Place) -> None:
        """Set a label that the declaration gives to every node."""
        self._labels[current_key(key)] = PoolLabel(one_of(value), Origin(place))

    def labels(self, written: Field) -> None:
        """Set a mapping of labels that the declaration gives to every node."""
        for key, (value, place) in written.labels().items():
            self.label(key, value, place)

    def label_list(self, written: Field) -> None:
        """Set labels in the form of the kubelet's flag: `a=b,c=d`."""
        for text in written.text().split(","):
            self.label_text(written, text)

    def label_text(self, written: Field, text: str) -> None:
        """Set one label in the form `key=value`."""
        key, _, value = text.strip().partition("=")
        if not key:
            return
        if wrong := label_key(key):
            written.fault(f"label key {key!r} {wrong}")
        elif wrong := label_value(value):
            written.fault(f"label {key}: the value {value!r} {wrong}")
        else:
            self.label(key, value, written.place)

    def either(self, key: str, values: Values, place: Place) -> None:
        """Set a label with several allowed values."""
        self._labels[current_key(key)] = PoolLabel(values, Origin(place))

    def assume(self, labels: Mapping[str, str | Values], why: str) -> None:
        """Set labels that are added automatically, unless the declaration sets them."""
        for key, value in labels.items():
            if key not in self._labels:
                values = value if isinstance(value, Values) else one_of(value)
                self._labels[key] = PoolLabel(values, Origin(self.place, why))

    def values(self, key: str) -> Values | None:
        """Return what is known of a label so far."""
        label = self._labels.get(key)
        return label.values if label is not None else None

    def has_taint(self, key: str) -> bool:
        """Whether a taint of this key is known."""
        return any(taint.taint.key == key for taint in self._taints)

    def taint(self, taint: Taint, origin: Origin) -> None:
        """Add a permanent taint; the first one of a key and an effect counts."""
        if all((known.taint.key, known.taint.effect) != (taint.key, taint.effect) for known in self._taints):
            self._taints.append(PoolTaint(taint, origin))

    def taints(self, written: Field, effects: dict[str, str] | None = None) -> None:
        """A list of taints."""
        for entry in written.items():
            taint = entry.taint(effects)
            if taint is not None:
                self.taint(taint, Origin(entry.place))

    def taint_text(self, written: Field, text: str) -> None:
        """Add one taint in the form `key=value:Effect`."""
        taint = parse_taint(text.strip())
        if taint is None:
            written.fault(f"{text!r} is not a taint; expected key=value:Effect or key:Effect")
            return
        for wrong in taint_faults(taint):
            written.fault(wrong)
            return
        self.taint(taint, Origin(written.place))

    def taint_list(self, written: Field) -> None:
        """Add taints in the form of the kubelet's flag: `a=b:NoSchedule,c:NoExecute`."""
        for text in written.text().split(","):
            if text.strip():
                self.taint_text(written, text)

    def assume_taint(self, text: str, why: str) -> None:
        """Add a taint that is set automatically, unless one of its key is declared."""
        taint = parse_taint(text)
        if taint is not None and not self.has_taint(taint.key):
            self.taint(taint, Origin(self.place, why))

    def starts_with(self, taints: Iterable[Taint], place: Place, until: str, why: str = "") -> None:
        """Add startup taints, which a new node has until a component removes them."""
        self._startup.extend(PoolTaint(taint, Origin(place, why), until) for taint in taints)

    def pool(self) -> Pool:
        """Return the finished pool."""
        return Pool(
            name=self.name,
            format=self.format,
            place=self.place,
            counts=self.counts,
            labels=self._labels,
            taints=tuple(self._taints),
            startup_taints=tuple(self._startup),
            machines=self.machines,
            kubelet=self.kubelet,
            names=self.names,
            notes=tuple(self.notes),
        )
