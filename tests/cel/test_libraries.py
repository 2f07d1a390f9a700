"""The libraries of the language, one row for each thing they promise.

Sources: the specification of the Common Expression Language, and the documentation of the Kubernetes
libraries (kubernetes.io, *Common Expression Language in Kubernetes*).
"""

from __future__ import annotations

import pytest

from dslint.cel.errors import CelError
from tests.cel.test_expressions import ENVIRONMENT, OBJECT, value_of

CONVERSIONS = [
    ("int('-12')", -12),
    ("int(3.9)", 3),
    ("int(-3.9)", -3),
    ("int(7u)", 7),
    ("int(timestamp('1970-01-01T00:01:00Z'))", 60),
    ("uint(3)", 3),
    ("uint('5')", 5),
    ("uint(2.7)", 2),
    ("double('1.5')", 1.5),
    ("double(2)", 2.0),
    ("double(2u)", 2.0),
    ("string(3)", "3"),
    ("string(3u)", "3"),
    ("string(-2.5)", "-2.5"),
    ("string(2.0)", "2"),
    ("string(1e21)", "1e+21"),
    ("string(true)", "true"),
    ("string(b'ab')", "ab"),
    ("string(duration('90s'))", "90s"),
    ("string(timestamp('2024-02-29T12:00:00Z'))", "2024-02-29T12:00:00Z"),
    ("bytes('ä')", "ä".encode()),
    ("bool('true')", True),
    ("bool('False')", False),
    ("bool('1')", True),
    ("type(1) == int", True),
    ("type(1u) == uint", True),
    ("type([]) == list", True),
    ("type({}) == map", True),
    ("type(null) == null_type", True),
    ("type('a') == type(b'a')", False),
    ("dyn(1) == dyn(1u)", True),
]

STRINGS = [
    ("'abc'.charAt(1)", "b"),
    ("'abc'.charAt(3)", ""),
    ("'abcabc'.indexOf('c')", 2),
    ("'abcabc'.indexOf('c', 3)", 5),
    ("'abcabc'.indexOf('x')", -1),
    ("'abcabc'.indexOf('')", 0),
    ("'abcabc'.lastIndexOf('a')", 3),
    ("'abcabc'.lastIndexOf('a', 2)", 0),
    ("'abcabc'.lastIndexOf('')", 6),
    ("'Abc'.lowerAscii()", "abc"),
    ("'Abcä'.upperAscii()", "ABCä"),
    ("'a-b-c'.replace('-', '+')", "a+b+c"),
    ("'a-b-c'.replace('-', '+', 1)", "a+b-c"),
    ("'a-b-c'.replace('-', '+', 0)", "a-b-c"),
    ("'ab'.replace('', '_')", "_a_b_"),
    ("'a,b,c'.split(',')", ["a", "b", "c"]),
    ("'a,b,c'.split(',', 2)", ["a", "b,c"]),
    ("'a,b,c'.split(',', 0)", []),
    ("'a,b,c'.split(',', 1)", ["a,b,c"]),
    ("'abc'.split('')", ["a", "b", "c"]),
    ("'abcd'.substring(2)", "cd"),
    ("'abcd'.substring(1, 3)", "bc"),
    ("'  a b\\t'.trim()", "a b"),
    ("['a', 'b'].join()", "ab"),
    ("['a', 'b'].join('-')", "a-b"),
    ("'abc'.contains('b')", True),
    ("'abc'.startsWith('ab')", True),
    ("'abc'.endsWith('bc')", True),
    ("size('äb')", 2),
]

LISTS = [
    ("[1, 2, 3].sum()", 6),
    ("[1.5, 2.5].sum()", 4.0),
    ("['b', 'a'].min()", "a"),
    ("[3, 1, 2].max()", 3),
    ("[1, 2, 2].isSorted()", True),
    ("[2, 1].isSorted()", False),
    ("[1, 2, 1].indexOf(1)", 0),
    ("[1, 2, 1].lastIndexOf(1)", 2),
    ("[1, 2].indexOf(5)", -1),
    ("[[1], [1]].indexOf([1])", 0),
    ("sets.contains([1, 2, 3], [2, 3])", True),
    ("sets.contains([1], [2])", False),
    ("sets.equivalent([1, 1, 2], [2, 1])", True),
    ("sets.intersects([1, 2], [2, 5])", True),
    ("sets.intersects([1], [])", False),
    ("[1, 2] == [1, 2] && [1, 2] != [2, 1]", True),
    ("{'a': 1, 'b': 2} == {'b': 2, 'a': 1}", True),
    ("{'a': 1} == {'a': 1, 'b': 2}", False),
    ("{'a': [1]} == dyn({'a': [1.0]})", True),
]

QUANTITIES = [
    ("isQuantity('1.5Gi')", True),
    ("isQuantity('1.5gi')", False),
    ("quantity('2Gi').isGreaterThan(quantity('1Gi'))", True),
    ("quantity('1k').isLessThan(quantity('1Ki'))", True),
    ("quantity('1000m').compareTo(quantity('1'))", 0),
    ("quantity('1').compareTo(quantity('2'))", -1),
    ("quantity('50k').isInteger()", True),
    ("quantity('50m').isInteger()", False),
    ("quantity('50k').asInteger()", 50000),
    ("quantity('500m').asApproximateFloat()", 0.5),
    ("sign(quantity('-1'))", -1),
    ("sign(quantity('0'))", 0),
    ("quantity('1').add(quantity('500m')) == quantity('1500m')", True),
    ("quantity('1').add(2) == quantity('3')", True),
    ("sign(quantity('1').sub(quantity('1')))", 0),
    ("quantity('3').sub(1) == quantity('2')", True),
]

NETWORK = [
    ("isIP('192.168.0.1')", True),
    ("isIP('::1')", True),
    ("isIP('192.168.0.256')", False),
    ("ip('192.168.0.1').family()", 4),
    ("ip('::1').family()", 6),
    ("ip('127.0.0.1').isLoopback()", True),
    ("ip('0.0.0.0').isUnspecified()", True),
    ("ip('224.0.0.1').isLinkLocalMulticast()", True),
    ("ip('169.254.1.1').isLinkLocalUnicast()", True),
    ("ip('192.168.0.1').isGlobalUnicast()", True),
    ("ip.isCanonical('127.0.0.1')", True),
    ("ip.isCanonical('2001:DB8::1')", False),
    ("string(ip('2001:db8::0:1'))", "2001:db8::1"),
    ("isCIDR('10.0.0.0/8')", True),
    ("isCIDR('10.0.0.0/33')", False),
    ("cidr('10.0.0.0/8').containsIP('10.1.2.3')", True),
    ("cidr('10.0.0.0/8').containsIP(ip('11.1.2.3'))", False),
    ("cidr('10.0.0.0/8').containsCIDR('10.1.0.0/16')", True),
    ("cidr('10.0.0.0/8').containsCIDR(cidr('10.0.0.0/7'))", False),
    ("cidr('10.1.2.3/8').ip() == ip('10.1.2.3')", True),
    ("cidr('10.1.2.3/8').masked() == cidr('10.0.0.0/8')", True),
    ("cidr('10.0.0.0/8').prefixLength()", 8),
    ("string(cidr('10.0.0.0/8'))", "10.0.0.0/8"),
]

VERSIONS = [
    ("isSemver('1.2.3')", True),
    ("isSemver('v1.2.3')", False),
    ("isSemver('v1.2', true)", True),
    ("semver('v1.2', true) == semver('1.2.0')", True),
    ("semver('1.2.3').major()", 1),
    ("semver('1.2.3').minor()", 2),
    ("semver('1.2.3').patch()", 3),
    ("semver('1.2.3').isLessThan(semver('1.10.0'))", True),
    ("semver('1.2.3').isGreaterThan(semver('1.2.3-rc.1'))", True),
    ("semver('1.0.0').compareTo(semver('1.0.0'))", 0),
    ("semver('1.0.0-alpha.2').compareTo(semver('1.0.0-alpha.10'))", -1),
]

ADDRESSES = [
    ("isURL('https://user@example.com:80/p?q=1')", True),
    ("isURL('../a')", False),
    ("url('https://example.com:80/p').getHost()", "example.com:80"),
    ("url('https://example.com:80/p').getHostname()", "example.com"),
    ("url('https://[::1]:80/p').getHostname()", "::1"),
    ("url('https://example.com:80/p').getPort()", "80"),
    ("url('https://example.com/p').getPort()", ""),
    ("url('https://example.com/a%20b').getEscapedPath()", "/a%20b"),
    ("url('https://example.com').getEscapedPath()", ""),
    ("url('https://example.com/p').getScheme()", "https"),
    ("url('https://example.com/?a=1&a=2&b=x').getQuery()", {"a": ["1", "2"], "b": ["x"]}),
    ("url('/absolute/path').getScheme()", ""),
]

TIMES = [
    ("duration('1h30m') == duration('5400s')", True),
    ("duration('1h') > duration('59m')", True),
    ("duration('90s').getMinutes()", 1),
    ("duration('90s').getSeconds()", 90),
    ("duration('1500ms').getMilliseconds()", 1500),
    ("duration('90m').getHours()", 1),
    ("timestamp('2024-02-29T12:30:45.5Z').getFullYear()", 2024),
    ("timestamp('2024-02-29T12:30:45.5Z').getMonth()", 1),
    ("timestamp('2024-02-29T12:30:45.5Z').getDate()", 29),
    ("timestamp('2024-02-29T12:30:45.5Z').getDayOfMonth()", 28),
    ("timestamp('2024-02-29T12:30:45.5Z').getDayOfWeek()", 4),
    ("timestamp('2024-02-29T12:30:45.5Z').getDayOfYear()", 59),
    ("timestamp('2024-02-29T12:30:45.5Z').getHours()", 12),
    ("timestamp('2024-02-29T12:30:45.5Z').getMinutes()", 30),
    ("timestamp('2024-02-29T12:30:45.5Z').getSeconds()", 45),
    ("timestamp('2024-02-29T12:30:45.5Z').getMilliseconds()", 500),
    ("timestamp('2024-02-29T12:00:00Z').getHours('+02:00')", 14),
    ("timestamp('2024-01-01T00:00:10Z') - timestamp('2024-01-01T00:00:00Z') == duration('10s')", True),
    ("timestamp('2024-01-01T00:00:00Z') + duration('1h') == timestamp('2024-01-01T01:00:00Z')", True),
    ("timestamp('2024-01-01T02:00:00+02:00') == timestamp('2024-01-01T00:00:00Z')", True),
    ("duration('1s') - duration('2s') < duration('0s')", True),
]

FORMATS = [
    ("'%s and %d'.format(['a', 3])", "a and 3"),
    ("'%%'.format([])", "%"),
    ("'%x %X'.format([255, 255])", "ff FF"),
    ("'%o %b'.format([8, 5])", "10 101"),
    ("'%.2f'.format([1.005])", "1.00"),
    ("'%s'.format([[1, 'a', true]])", '[1, "a", true]'),
    ("'%s'.format([{'a': 1}])", '{"a":1}'),
    ("'%s'.format([null])", "null"),
    ("'%s'.format([1.5])", "1.5"),
    ("'%x'.format(['ab'])", "6162"),
    ("format.dns1123Label().validate('a-b').hasValue()", False),
    ("format.dns1123Label().validate('A').hasValue()", True),
    ("format.named('dns1123Subdomain').hasValue()", True),
    ("format.named('nothing').hasValue()", False),
    ("format.uuid().validate('123').hasValue()", True),
    ("format.date().validate('2024-02-29').hasValue()", False),
    ("format.labelValue().validate('a b').hasValue()", True),
    ("format.qualifiedName().validate('example.com/a').hasValue()", False),
]

EVERYTHING = [
    *CONVERSIONS,
    *STRINGS,
    *LISTS,
    *QUANTITIES,
    *NETWORK,
    *VERSIONS,
    *ADDRESSES,
    *TIMES,
    *FORMATS,
]


REGULAR_EXPRESSIONS = [
    ("'a1b22'.find('[0-9]+')", "1"),
    ("'a1b22'.findAll('[0-9]+')", ["1", "22"]),
    ("'a1b22'.findAll('[0-9]+', 1)", ["1"]),
]


@pytest.mark.needs("google-re2")
@pytest.mark.parametrize("text, value", REGULAR_EXPRESSIONS)
def test_what_a_regular_expression_finds(text: str, value: object) -> None:
    assert value_of(text) == value


@pytest.mark.parametrize("text, value", EVERYTHING, ids=[text for text, _ in EVERYTHING])
def test_what_a_function_gives(text: str, value: object) -> None:
    found = value_of(text)
    assert found == value
    assert isinstance(found, bool) is isinstance(value, bool)


@pytest.mark.parametrize(
    "text",
    [
        "int('a')",
        "int(1e30)",
        "int(9223372036854775808u)",
        "uint(-1)",
        "uint('-1')",
        "double('a')",
        "bool('yes')",
        "string(b'\\xff')",
        "duration('1 hour')",
        "timestamp('2024-02-30T00:00:00Z')",
        "'abc'.charAt(4)",
        "'abc'.charAt(-1)",
        "'abc'.substring(4)",
        "'abc'.substring(2, 1)",
        "'abc'.indexOf('a', 9)",
        "[].min()",
        "quantity('a')",
        "quantity('1.5').asInteger()",
        "ip('a')",
        "ip('::ffff:1.2.3.4')",
        "cidr('10.0.0.0')",
        "semver('1.2')",
        "url('a b')",
        "'%d'.format(['a'])",
        "'%s'.format([])",
        "'%y'.format([1])",
        "9223372036854775807 + 1",
        "-9223372036854775808 - 1",
        "9223372036854775807 * 2",
        "1 / 0",
        "1u - 2u",
        "1 % 0",
        "{'a': 1}['b']",
        "[1][1]",
        "[1][-1]",
        "timestamp('9999-12-31T23:59:59Z') + duration('1s')",
    ],
)
def test_what_a_function_refuses(text: str) -> None:
    """A constant is worked out when the expression is compiled, and then refused there."""
    compiled = ENVIRONMENT.compile(text)
    if isinstance(compiled, tuple):
        assert all(problem.message for problem in compiled)
        return
    with pytest.raises(CelError):
        compiled.evaluate(OBJECT, None)
