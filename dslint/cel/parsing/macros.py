"""Macros: calls that stand for something else, such as `all`, `map` and `has`.

Source: parser/macro.go, cel/library.go (optional values) and ext/{comprehensions,lists}.go of cel-go.
Every node that a macro makes lies at the place of the call.
"""

from __future__ import annotations

from collections.abc import Callable

from dslint.cel.parsing.syntax import Call, Comprehension, Ident, ListNode, Literal, MapNode, Node, Select

Macro = Callable[[int, Node, list[Node]], Node | None]
_RESULT = "@result"
_NOT_A_NAME = "argument must be a simple name"


class MacroError(ValueError):
    """The arguments of a macro are not what it takes."""

    def __init__(self, message: str, at: int) -> None:
        super().__init__(message)
        self.at = at


def expand(macro: Macro, at: int, target: Node | None, arguments: list[Node]) -> Node | None:
    """What the call stands for; None when it is an ordinary call after all. Raises MacroError."""
    return macro(at, target or Literal(at, None), arguments)


def _variable(node: Node) -> str:
    if not isinstance(node, Ident) or node.name.startswith("."):
        raise MacroError(_NOT_A_NAME, node.at)
    if node.name in (_RESULT, "__result__"):
        raise MacroError("iteration variable overwrites accumulator variable", node.at)
    return node.name


def _has(_at: int, _target: Node, arguments: list[Node]) -> Node:
    selected = arguments[0]
    if not isinstance(selected, Select) or selected.test:
        raise MacroError("invalid argument to has() macro", selected.at)
    return Select(_at, selected.operand, selected.field, test=True)


def _result(at: int) -> Node:
    return Ident(at, _RESULT)


def _all(at: int, target: Node, arguments: list[Node]) -> Node:
    *names, test = arguments
    return _loop(
        at,
        "all",
        target,
        names,
        start=Literal(at, True),
        condition=Call(at, "@not_strictly_false", [_result(at)]),
        step=Call(at, "_&&_", [_result(at), test]),
        result=_result(at),
    )


def _exists(at: int, target: Node, arguments: list[Node]) -> Node:
    *names, test = arguments
    return _loop(
        at,
        "exists",
        target,
        names,
        start=Literal(at, False),
        condition=Call(at, "@not_strictly_false", [Call(at, "!_", [_result(at)])]),
        step=Call(at, "_||_", [_result(at), test]),
        result=_result(at),
    )


def _exists_one(at: int, target: Node, arguments: list[Node]) -> Node:
    *names, test = arguments
    return _loop(
        at,
        "exists_one",
        target,
        names,
        start=Literal(at, 0),
        condition=Literal(at, True),
        step=Call(at, "_?_:_", [test, Call(at, "_+_", [_result(at), Literal(at, 1)]), _result(at)]),
        result=Call(at, "_==_", [_result(at), Literal(at, 1)]),
    )


def _loop(  # noqa: PLR0913 - the parts of a comprehension
    at: int,
    macro: str,
    items: Node,
    names: list[Node],
    *,
    start: Node,
    condition: Node,
    step: Node,
    result: Node,
) -> Comprehension:
    variables = [_variable(name) for name in names]
    return Comprehension(
        at,
        macro,
        items,
        variables[0],
        second=variables[1] if len(variables) > 1 else "",
        start=start,
        condition=condition,
        step=step,
        result=result,
    )


def _listing(at: int, target: Node, names: list[Node], test: Node | None, element: Node) -> Node:
    step: Node = Call(at, "_+_", [_result(at), ListNode(at, [element])])
    if test is not None:
        step = Call(at, "_?_:_", [test, step, _result(at)])
    return _loop(
        at,
        "list",
        target,
        names,
        start=ListNode(at, []),
        condition=Literal(at, True),
        step=step,
        result=_result(at),
    )


def _map(at: int, target: Node, arguments: list[Node]) -> Node:
    name, *tests, element = arguments
    return _listing(at, target, [name], tests[0] if tests else None, element)


def _filter(at: int, target: Node, arguments: list[Node]) -> Node:
    name, test = arguments
    return _listing(at, target, [name], test, Ident(at, _variable(name)))


def _transform_list(at: int, target: Node, arguments: list[Node]) -> Node:
    first, second, *tests, element = arguments
    return _listing(at, target, [first, second], tests[0] if tests else None, element)


def _inserting(at: int, target: Node, arguments: list[Node], inserted: list[Node]) -> Node:
    first, second, *tests, _element = arguments
    step: Node = Call(at, "cel.@mapInsert", [_result(at), *inserted])
    if tests:
        step = Call(at, "_?_:_", [tests[0], step, _result(at)])
    return _loop(
        at,
        "map",
        target,
        [first, second],
        start=MapNode(at, []),
        condition=Literal(at, True),
        step=step,
        result=_result(at),
    )


def _transform_map(at: int, target: Node, arguments: list[Node]) -> Node:
    return _inserting(at, target, arguments, [Ident(at, _variable(arguments[0])), arguments[-1]])


def _transform_map_entry(at: int, target: Node, arguments: list[Node]) -> Node:
    return _inserting(at, target, arguments, [arguments[-1]])


def _bound(at: int, name: str, value: Node, body: Node) -> Node:
    return Comprehension(
        at,
        "bind",
        ListNode(at, []),
        "#unused",
        start=value,
        condition=Literal(at, False),
        step=Ident(at, name),
        result=body,
        accumulator=name,
    )


_OPTIONAL = "@optional"


def _opt_map(at: int, target: Node, arguments: list[Node]) -> Node:
    body = Call(at, "optional.of", [_inner(at, arguments)])
    return _if_present(at, target, body)


def _opt_flat_map(at: int, target: Node, arguments: list[Node]) -> Node:
    return _if_present(at, target, _inner(at, arguments))


def _inner(at: int, arguments: list[Node]) -> Node:
    name = _variable(arguments[0])
    return _bound(at, name, Call(at, "value", [], Ident(at, _OPTIONAL)), arguments[1])


def _if_present(at: int, target: Node, body: Node) -> Node:
    present = Call(at, "hasValue", [], Ident(at, _OPTIONAL))
    choice = Call(at, "_?_:_", [present, body, Call(at, "optional.none", [])])
    return _bound(at, _OPTIONAL, target, choice)


_SORTED = "@__sortBy_input__"


def _sort_by(at: int, target: Node, arguments: list[Node]) -> Node:
    if isinstance(target, (Literal, MapNode)):
        raise MacroError(
            "sortBy can only be applied to a list, identifier, comprehension, call or select expression",
            target.at,
        )
    keys = _map(at, Ident(at, _SORTED), arguments)
    return _bound(at, _SORTED, target, Call(at, "@sortByAssociatedKeys", [keys], Ident(at, _SORTED)))


_MACROS: tuple[tuple[str, tuple[int, ...], Macro, int], ...] = (
    ("all", (2,), _all, 0),
    ("exists", (2,), _exists, 0),
    ("exists_one", (2,), _exists_one, 0),
    ("existsOne", (2,), _exists_one, 32),
    ("map", (2, 3), _map, 0),
    ("filter", (2,), _filter, 0),
    ("optMap", (2,), _opt_map, 28),
    ("optFlatMap", (2,), _opt_flat_map, 28),
    ("all", (3,), _all, 32),
    ("exists", (3,), _exists, 32),
    ("existsOne", (3,), _exists_one, 32),
    ("exists_one", (3,), _exists_one, 32),
    ("transformList", (3, 4), _transform_list, 32),
    ("transformMap", (3, 4), _transform_map, 32),
    ("transformMapEntry", (3, 4), _transform_map_entry, 32),
    ("sortBy", (2,), _sort_by, 34),
)


def macros_of(minor: int) -> dict[tuple[str, int, bool], Macro]:
    """The macros of a version: by name, number of arguments and whether it is called on a value."""
    found: dict[tuple[str, int, bool], Macro] = {("has", 1, False): _has}
    for name, counts, macro, since in _MACROS:
        if since <= minor:
            found.update({(name, count, True): macro for count in counts})
    return found
