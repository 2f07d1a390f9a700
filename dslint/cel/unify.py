"""Whether one type fits where another is required, and what that implies for type parameters.

Source: checker/types.go of cel-go.
"""

from __future__ import annotations

from dslint.cel.types import DYN, Type

_NULLABLE = frozenset({"opaque", "object", "duration", "timestamp"})
_NESTED = frozenset({"opaque", "list", "map"})


def is_dyn_or_error(term: Type) -> bool:
    """Whether nothing is known of the type."""
    return term.kind in ("dyn", "error")


class Bindings:
    """The bindings of type parameters. A failed attempt leaves no trace."""

    __slots__ = ("_bound", "_undo", "fresh")

    def __init__(self) -> None:
        self._bound: dict[str, Type] = {}
        self._undo: list[tuple[str, Type | None]] = []
        self.fresh = 0

    def variable(self) -> Type:
        """A new type parameter."""
        self.fresh += 1
        return Type("param", f"_var{self.fresh}")

    def assignable(self, given: Type, wanted: Type) -> bool:
        """Whether `given` may be used as `wanted`; parameters in both are bound to make it so."""
        return self.all_assignable((given,), (wanted,))

    def all_assignable(self, given: tuple[Type, ...], wanted: tuple[Type, ...]) -> bool:
        """The same for several at once."""
        self._undo.clear()
        if self._all(given, wanted):
            return True
        for name, old in reversed(self._undo):
            if old is None:
                del self._bound[name]
            else:
                self._bound[name] = old
        return False

    def _bind(self, name: str, term: Type) -> None:
        self._undo.append((name, self._bound.get(name)))
        self._bound[name] = term

    def _all(self, given: tuple[Type, ...], wanted: tuple[Type, ...]) -> bool:
        return len(given) == len(wanted) and all(map(self._assignable, given, wanted))

    def _assignable(self, given: Type, wanted: Type) -> bool:
        if wanted.kind == "param":
            valid, bound = self._substitutes(given, wanted)
            if valid or bound:
                return valid
        if given.kind == "param":
            return self._substitutes(wanted, given)[0]
        if is_dyn_or_error(given) or is_dyn_or_error(wanted):
            return True
        if given.kind == "null_type" or wanted.kind == "null_type":
            other = wanted if given.kind == "null_type" else given
            return other.kind in _NULLABLE or other.kind == "null_type"
        if given.kind in _NESTED:
            return (
                given.kind == wanted.kind
                and given.name == wanted.name
                and self._all(given.params, wanted.params)
            )
        if given.kind == "type":
            return wanted.kind == "type"
        return given == wanted

    def _substitutes(self, term: Type, variable: Type) -> tuple[bool, bool]:
        """Whether `term` can be what the parameter stands for, and whether that is settled already."""
        if term == variable:
            return True, True
        bound = self._bound.get(variable.name)
        if bound is not None:
            if term == bound:
                return True, True
            if not self._assignable(term, bound):
                return False, True
            general = most_general(term, bound)
            if self._free_of(variable, general):
                self._bind(variable.name, general)
            return True, True
        if self._free_of(variable, term):
            self._bind(variable.name, term)
            return True, False
        return False, False

    def _free_of(self, variable: Type, term: Type) -> bool:
        if term == variable:
            return False
        if term.kind == "param":
            bound = self._bound.get(term.name)
            return bound is None or self._free_of(variable, bound)
        return all(self._free_of(variable, inner) for inner in term.params)

    def resolved(self, term: Type, *, free_to_dyn: bool = False) -> Type:
        """The type with what its parameters stand for; free ones become dyn when asked."""
        if term.kind == "param":
            bound = self._bound.get(term.name)
            if bound is not None:
                return self.resolved(bound, free_to_dyn=free_to_dyn)
            return DYN if free_to_dyn else term
        if not term.params:
            return term
        inner = tuple(self.resolved(part, free_to_dyn=free_to_dyn) for part in term.params)
        return term if inner == term.params else Type(term.kind, term.name, inner)


def most_general(left: Type, right: Type) -> Type:
    """The one that says less of two types that fit each other."""
    return left if _less_specific(left, right) else right


def _less_specific(left: Type, right: Type) -> bool:
    if left.kind in ("dyn", "param"):
        return True
    if right.kind in ("dyn", "param") or left.kind != right.kind:
        return False
    if left.kind == "type":
        return True
    if left.kind in _NESTED:
        return (
            left.name == right.name
            and len(left.params) == len(right.params)
            and all(map(_less_specific, left.params, right.params))
        )
    return left == right


def instantiated(term: Type, fresh: dict[str, Type]) -> Type:
    """The type with its parameters replaced by new ones."""
    if term.kind == "param":
        return fresh.get(term.name, term)
    if not term.params:
        return term
    return Type(term.kind, term.name, tuple(instantiated(inner, fresh) for inner in term.params))
