"""Expressions, their values, and the words and places of what is wrong with them."""

from __future__ import annotations

from typing import Any

import pytest

from dslint.cel import types
from dslint.cel.environment import ORDER, Environment, Program
from dslint.cel.errors import CelError, CelUnknown, CompileProblem
from dslint.cel.selection import Unknown

OBJECT: dict[str, Any] = {
    "name": "agent",
    "count": 3,
    "labels": {"a": "x", "b": "y"},
    "items": [1, 2, 3],
    "no": None,
}
ENVIRONMENT = Environment({"object": types.DYN, "nobody": types.DYN})


def compiled(text: str, minor: int = 36) -> Program:
    program = Environment(ENVIRONMENT.variables, minor).compile(text)
    assert isinstance(program, Program), program
    return program


def value_of(text: str) -> object:
    return compiled(text).evaluate(OBJECT, Unknown("nobody"))


def problem_of(text: str, minor: int = 36) -> CompileProblem:
    problems = Environment(ENVIRONMENT.variables, minor).compile(text)
    assert isinstance(problems, tuple)
    return problems[0]


@pytest.mark.parametrize(
    "text, value",
    [
        ("1 + 2 * 3", 7),
        ("7 / -2", -3),
        ("7 % -2", 1),
        ("-7 % 2", -1),
        ("1.0 / 0.0 > 1.0", True),
        ("1u + 2u == dyn(3)", True),
        ("0x1F", 31),
        ("'a' + \"b\" + '''c'''", "abc"),
        (r"'\u00e4\x41\n'", "\u00e4A\n"),
        (r"r'\n'", "\\n"),
        ("b'\\xff' + b'a'", b"\xffa"),
        ("[1, 2] + [3]", [1, 2, 3]),
        ("2 in [1, 2]", True),
        ("'a' in object.labels", True),
        ("{1: 'x'}[dyn(1.0)]", "x"),
        ("{true: 1, false: 2}[true]", 1),
        ("1 == dyn(1.0) && 1.0 == dyn(1u)", True),
        ("'1' == dyn(1)", False),
        ("object.count > 2.5", True),
        ("object.?missing.?deeper.orValue('none')", "none"),
        ("object.labels[?'a'].orValue('none')", "x"),
        ("[?object.?name, ?object.?missing]", ["agent"]),
        ("has(object.name) && !has(object.missing)", True),
        ("has(object.name.deeper)", False),
        ("object.items.all(i, i > 0)", True),
        ("object.items.exists_one(i, i > 2)", True),
        ("object.items.map(i, i > 1, i * 10)", [20, 30]),
        ("object.labels.transformMap(k, v, v + k)", {"a": "xa", "b": "yb"}),
        ("object.items.transformList(i, v, i * v)", [0, 2, 6]),
        ("optional.of(3).optMap(x, x + 1).value()", 4),
        ("[3, 1, 2].sort()", [1, 2, 3]),
        ("['bb', 'a'].sortBy(s, s.size())", ["a", "bb"]),
        ("[1, 1, 2].distinct()", [1, 2]),
        ("[[1], [2, 3]].flatten()", [1, 2, 3]),
        ("lists.range(3).reverse()", [2, 1, 0]),
        ("[1, 2, 3].sum()", 6),
        ("[].sum()", 0),
        ("'a,b,c'.split(',', 2)", ["a", "b,c"]),
        ("'hello'.substring(1, 3)", "el"),
        ("'hello'.replace('l', 'L', 1)", "heLlo"),
        ("'tacoCat'.upperAscii()", "TACOCAT"),
        ("'x: %s, y: %d, z: %.2f'.format(['a', 2, 3.14159])", "x: a, y: 2, z: 3.14"),
        ("'%s'.format([{'b': [1.5, null], 'a': true}])", '{"a":true, "b":[1.500000, null]}'),
        ("duration('1h30m').getMinutes()", 90),
        ("string(duration('90s'))", "90s"),
        ("string(timestamp('2024-02-29T10:20:30Z') + duration('24h'))", "2024-03-01T10:20:30Z"),
        ("timestamp('2024-02-29T10:20:30Z').getHours('+02:00')", 12),
        ("string(1e6) + ' ' + string(100000.0) + ' ' + string(0.00001)", "1e+06 100000 1e-05"),
        ("type(1) == int && type('a') == string && type(type(1)) == type", True),
        ("quantity('1.5Gi').isGreaterThan(quantity('1G'))", True),
        ("quantity('1k').add(1).asInteger()", 1001),
        ("sign(quantity('-1m'))", -1),
        ("isQuantity(' 1')", False),
        ("ip('10.0.0.1').isGlobalUnicast()", True),
        ("isIP('::ffff:1.2.3.4')", False),
        ("cidr('10.0.0.0/8').containsIP('10.1.2.3')", True),
        ("cidr('10.1.2.3/8').masked() == cidr('10.0.0.0/8')", True),
        ("url('https://u@h.example:8080/p q?x=1&x=2').getEscapedPath()", "/p%20q"),
        ("url('https://h.example/?x=1&x=2').getQuery()", {"x": ["1", "2"]}),
        ("isURL('../relative')", False),
        ("semver('1.2.3-rc.1').isLessThan(semver('1.2.3'))", True),
        ("isSemver('v1.0') || isSemver('v1.0', true)", True),
        ("format.dns1123Label().validate('a-b').hasValue()", False),
        ("sets.contains([1, 2], [2])", True),
        ("false && 1 / 0 > 0", False),
        ("1 / 0 > 0 || true", True),
        ("[0, 1].exists(i, 1 / i == 1)", True),
        ("object.items.all(i, nobody.x == i || i > 0)", True),
        ("nobody.x == 1 && false", False),
    ],
)  # fmt: skip
def test_values(text: str, value: object) -> None:
    assert value_of(text) == value


@pytest.mark.needs("google-re2")
@pytest.mark.parametrize(
    "text, value",
    [
        ("'abc123'.find('[0-9]+')", "123"),
        ("'abc'.find('[0-9]+')", ""),
        ("'a1b22'.findAll('[0-9]+')", ["1", "22"]),
        ("'a1b22'.findAll('[0-9]+', 1)", ["1"]),
        ("'abc'.findAll('x*')", ["", "", "", ""]),
        ("'baab'.findAll('a*')", ["", "aa", ""]),
        ("'agent'.matches('^[a-z]+$')", True),
        ("matches('agent', 'g.n')", True),
        ("'\u00e4'.matches('^.$')", True),
    ],
)  # fmt: skip
def test_regular_expressions(text: str, value: object) -> None:
    assert value_of(text) == value


@pytest.mark.needs("google-re2")
def test_a_bad_regular_expression() -> None:
    assert problem_of("'a'.matches('(')") == CompileProblem("invalid matches argument", 1, 13)
    assert problem_of("'a'.matches('(?=a)')").message == "invalid matches argument"
    assert problem_of("'a'.find('(')").message.startswith(
        "program instantiation failed: error parsing regexp"
    )
    with pytest.raises(CelError, match="error parsing regexp"):
        value_of("'a'.matches(object.name + '(')")


@pytest.mark.parametrize(
    "text, message",
    [
        ("object.missing", "no such key: missing"),
        ("object.items[5]", "index out of bounds: 5"),
        ("object.name.deeper", "no such key: deeper"),
        ("1 / size(object.no)", "no such overload: size(null_type)"),
        ("object.count / 0", "division by zero"),
        ("object.count % 0", "modulus by zero"),
        ("9223372036854775807 + object.count", "integer overflow"),
        ("int(object.name)", "type conversion error from 'string' to 'int'"),
        ("[object.count].map(x, x + 'a')", "no such overload: _+_(int, string)"),
        ("object.name && true", "no such overload"),
        ("[[1], []].flatten(object.name)", "no such overload"),
        ("object.name.all(c, true)", "got 'types.String', expected iterable type"),
        ("object.items.exists_one(i, 1 / (i - 1) > 0)", "division by zero"),
        ("object.items.all(i, i / 0 > 0)", "division by zero"),
        ("[object.name, object.count].sort()", "list elements must have the same type"),
        ("object.items.filter(i, false).min()", "min called on empty list"),
        ("'x'.substring(3)", "index out of range: 3"),
        ("optional.none().value()", "optional.none() dereference"),
        (
            "object.items.map(i, lists.range(500000)).size()",
            "operation cancelled: actual cost limit exceeded",
        ),
    ],
)
def test_failures(text: str, message: str) -> None:
    with pytest.raises(CelError) as caught:
        value_of(text)
    assert str(caught.value) == message


@pytest.mark.parametrize(
    "text, line, column, message",
    [
        ("", 1, 1, "Syntax error: mismatched input '<EOF>' expecting an operand"),
        ("object.name ==", 1, 15, "Syntax error: mismatched input '<EOF>' expecting an operand"),
        ("1 +\n  * 2", 2, 3, "Syntax error: mismatched input '*' expecting an operand"),
        ("'open", 1, 1, "token recognition error at: '''"),
        ("object # x", 1, 8, "token recognition error at: '#'"),
        ("nofunc(object)", 1, 7, "undeclared reference to 'nofunc' (in container '')"),
        ("unknown == 1", 1, 1, "undeclared reference to 'unknown' (in container '')"),
        ("1 + 'a'", 1, 3, "found no matching overload for '_+_' applied to '(int, string)'"),
        ("'a'.reverse()", 1, 12, "found no matching overload for 'reverse' applied to 'string.()'"),
        ("[1, 'a']", 1, 5, "expected type 'int' but found 'string'"),
        ("{'a': 1, 'b': true}", 1, 15, "expected type 'int' but found 'bool'"),
        ("object.items.all(1, true)", 1, 18, "argument must be a simple name"),
        ("has(object)", 1, 5, "invalid argument to has() macro"),
        ("duration('x')", 1, 10, "invalid duration argument"),
        (
            "'%d'.format(['a'])",
            1,
            14,
            "error during formatting: decimal clause can only be used on integers, was given string",
        ),
        ("9223372036854775808", 1, 1, "invalid int literal"),
        ("package", 1, 1, "reserved identifier: package"),
        ("1 && true", 1, 1, "expected type 'bool' but found 'int'"),
        ("cel.bind(x, 1, x)", 1, 1, "undeclared reference to 'cel' (in container '')"),
        ("int('x')", 0, 0, "program instantiation failed: type conversion error from 'string' to 'int'"),
    ],
)
def test_what_does_not_compile(text: str, line: int, column: int, message: str) -> None:
    assert problem_of(text) == CompileProblem(message, line, column)


@pytest.mark.parametrize(
    "text, result",
    [
        ("[1, 2]", "list(int)"),
        ("[]", "list(dyn)"),
        ("{'a': object.x}", "map(string, dyn)"),
        ("object.?x", "optional_type(dyn)"),
        ("object.items.map(i, string(i))", "list(string)"),
        ("true ? object.x : 1", "dyn"),
        ("quantity('1')", "kubernetes.Quantity"),
    ],
)
def test_types(text: str, result: str) -> None:
    assert str(compiled(text).type) == result


def test_a_result_that_depends_on_what_is_unknown() -> None:
    with pytest.raises(CelUnknown) as caught:
        value_of("object.name == 'agent' && nobody.x == 1")
    assert str(caught.value) == "nobody"


def test_a_result_that_depends_on_the_order_of_a_map() -> None:
    assert value_of("object.labels.map(k, k).size()") == 2
    with pytest.raises(CelUnknown) as caught:
        value_of("object.labels.map(k, k).join(',')")
    assert str(caught.value) == ORDER


@pytest.mark.parametrize(
    "text, minor",
    [("quantity('1')", 28), ("sets.contains([1], [1])", 29), ("ip('::1')", 30), ("semver('1.2.3')", 33),
     ("[1].distinct()", 34), ("object.items.all(i, v, i < v)", 32)],
)  # fmt: skip
def test_functions_come_with_their_version(text: str, minor: int) -> None:
    assert isinstance(Environment(ENVIRONMENT.variables, minor).compile(text), Program)
    assert isinstance(Environment(ENVIRONMENT.variables, minor - 1).compile(text), tuple)


@pytest.mark.parametrize(
    "text",
    [
        "(" * 5000 + "1" + ")" * 5000,
        "[" * 3000,
        "1" + "+1" * 5000,
        "object" + ".a" * 5000,
        "!" * 5000 + "true",
        "'" + "a" * 99_000,
        "true" + " && true" * 5000,
        "a?" * 5000,
        "'''" * 3001,
    ],
)  # fmt: skip
def test_hostile_text_gives_a_problem_or_a_value(text: str) -> None:
    compiled_or_not = ENVIRONMENT.compile(text)
    if isinstance(compiled_or_not, Program):
        assert compiled_or_not.evaluate(OBJECT, None) in (True, False)
    else:
        assert compiled_or_not[0].message
