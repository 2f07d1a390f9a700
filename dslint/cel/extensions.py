"""The functions that the API server adds: cel-go's extensions and Kubernetes' own libraries.

Source: ext/{strings,lists,sets,comprehensions}.go of cel-go and
k8s.io/apiserver/pkg/cel/{environment/base.go,library} of Kubernetes 1.37.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dslint.cel.errors import CelError, CelUnknown
from dslint.cel.library import format as formats
from dslint.cel.library import lists, network, quantity, regex, semver, strings, url
from dslint.cel.library.formatting import format_string
from dslint.cel.overloads import Overload, overload
from dslint.cel.values import Duration, UInt, as_key, find, keys_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Row = tuple[str, str, Callable[..., object]]

_COMPARABLE = ("int", "uint", "double", "bool", "duration", "timestamp", "string", "bytes")
_SUMMABLE: dict[str, object] = {"int": 0, "uint": UInt(0), "double": 0.0, "duration": Duration(0)}


def declarations(*, mutation: bool) -> Iterator[Overload]:
    """Every overload of the added functions; `mutation` adds those that only mutations have."""
    if mutation:
        yield overload("jsonpatch.escapeKey", "(string) string", _escape_key)
    for since, rows in _LIBRARIES:
        for function, signature, implementation in rows:
            yield overload(function, signature, implementation, since=since)
    yield overload("format", "string.(list(dyn)) string", format_string, identity="string_format", since=29)
    yield from _list_functions()
    yield from _authorizer()


_STRINGS: tuple[Row, ...] = (
    ("charAt", "string.(int) string", strings.char_at),
    ("indexOf", "string.(string) int", strings.index_of),
    ("indexOf", "string.(string, int) int", strings.index_of),
    ("lastIndexOf", "string.(string) int", strings.last_index_of),
    ("lastIndexOf", "string.(string, int) int", strings.last_index_of),
    ("lowerAscii", "string.() string", strings.lower_ascii),
    ("replace", "string.(string, string) string", strings.replace),
    ("replace", "string.(string, string, int) string", strings.replace),
    ("split", "string.(string) list(string)", strings.split),
    ("split", "string.(string, int) list(string)", strings.split),
    ("substring", "string.(int) string", strings.substring),
    ("substring", "string.(int, int) string", strings.substring),
    ("trim", "string.() string", strings.trim),
    ("upperAscii", "string.() string", strings.upper_ascii),
    ("join", "list(string).() string", strings.join),
    ("join", "list(string).(string) string", strings.join),
)
_QUOTE: tuple[Row, ...] = (("strings.quote", "(string) string", strings.quote),)
_REGEX: tuple[Row, ...] = (
    ("find", "string.(string) string", lambda text, pattern: regex.find(text, regex.pattern_of(pattern))),
    (
        "findAll",
        "string.(string) list(string)",
        lambda text, pattern: regex.find_all(text, regex.pattern_of(pattern), -1),
    ),
    (
        "findAll",
        "string.(string, int) list(string)",
        lambda text, pattern, limit: regex.find_all(text, regex.pattern_of(pattern), limit),
    ),
)
_URL = "kubernetes.URL"
_URLS: tuple[Row, ...] = (
    ("url", f"(string) {_URL}", url.parse),
    ("isURL", "(string) bool", url.is_url),
    ("getScheme", f"{_URL}.() string", lambda found: found.parts.scheme),
    ("getHost", f"{_URL}.() string", lambda found: found.parts.host),
    ("getHostname", f"{_URL}.() string", url.hostname),
    ("getPort", f"{_URL}.() string", url.port),
    ("getEscapedPath", f"{_URL}.() string", url.escaped_path),
    ("getQuery", f"{_URL}.() map(string, list(string))", url.query),
)
_QUANTITY = "kubernetes.Quantity"
_QUANTITIES: tuple[Row, ...] = (
    ("quantity", f"(string) {_QUANTITY}", quantity.parse),
    ("isQuantity", "(string) bool", quantity.is_quantity),
    ("sign", f"({_QUANTITY}) int", quantity.sign),
    ("isGreaterThan", f"{_QUANTITY}.({_QUANTITY}) bool", lambda one, other: quantity.compare(one, other) > 0),
    ("isLessThan", f"{_QUANTITY}.({_QUANTITY}) bool", lambda one, other: quantity.compare(one, other) < 0),
    ("compareTo", f"{_QUANTITY}.({_QUANTITY}) int", quantity.compare),
    ("asApproximateFloat", f"{_QUANTITY}.() double", quantity.as_float),
    ("asInteger", f"{_QUANTITY}.() int", quantity.as_integer),
    ("isInteger", f"{_QUANTITY}.() bool", quantity.is_integer),
    ("add", f"{_QUANTITY}.({_QUANTITY}) {_QUANTITY}", quantity.add),
    ("add", f"{_QUANTITY}.(int) {_QUANTITY}", lambda one, number: quantity.add(one, quantity.whole(number))),
    ("sub", f"{_QUANTITY}.({_QUANTITY}) {_QUANTITY}", quantity.subtract),
    (
        "sub",
        f"{_QUANTITY}.(int) {_QUANTITY}",
        lambda one, number: quantity.subtract(one, quantity.whole(number)),
    ),
)
_SETS: tuple[Row, ...] = (
    ("sets.contains", "(list(T), list(T)) bool", lists.sets_contain),
    ("sets.equivalent", "(list(T), list(T)) bool", lists.sets_equivalent),
    ("sets.intersects", "(list(T), list(T)) bool", lists.sets_intersect),
)
_NETWORK: tuple[Row, ...] = (
    ("ip", "(string) net.IP", network.parse_ip),
    ("isIP", "(string) bool", network.is_ip),
    ("ip.isCanonical", "(string) bool", network.is_canonical),
    ("family", "net.IP.() int", lambda ip: ip.address.version),
    ("isUnspecified", "net.IP.() bool", lambda ip: ip.address.is_unspecified),
    ("isLoopback", "net.IP.() bool", network.is_loopback),
    ("isLinkLocalMulticast", "net.IP.() bool", network.is_link_local_multicast),
    ("isLinkLocalUnicast", "net.IP.() bool", network.is_link_local_unicast),
    ("isGlobalUnicast", "net.IP.() bool", network.is_global_unicast),
    ("string", "(net.IP) string", network.IP.as_string),
    ("cidr", "(string) net.CIDR", network.parse_cidr),
    ("isCIDR", "(string) bool", network.is_cidr),
    (
        "containsIP",
        "net.CIDR.(string) bool",
        lambda net, text: network.contains_ip(net, network.parse_ip(text)),
    ),
    ("containsIP", "net.CIDR.(net.IP) bool", network.contains_ip),
    (
        "containsCIDR",
        "net.CIDR.(string) bool",
        lambda net, text: network.contains_cidr(net, network.parse_cidr(text)),
    ),
    ("containsCIDR", "net.CIDR.(net.CIDR) bool", network.contains_cidr),
    ("ip", "net.CIDR.() net.IP", lambda net: network.IP(net.address)),
    ("prefixLength", "net.CIDR.() int", lambda net: net.bits),
    ("masked", "net.CIDR.() net.CIDR", network.masked),
    ("string", "(net.CIDR) string", network.CIDR.as_string),
)
_FORMAT = "kubernetes.NamedFormat"


def _constant(name: str) -> Callable[[], formats.Format]:
    return lambda: formats.Format(name)


_FORMATS: tuple[Row, ...] = (
    ("validate", f"{_FORMAT}.(string) optional(list(string))", formats.validate),
    ("format.named", f"(string) optional({_FORMAT})", formats.named),
    *((f"format.{name}", f"() {_FORMAT}", _constant(name)) for name in formats.FORMATS),
)
_SEMVER = "kubernetes.Semver"
_SEMVERS: tuple[Row, ...] = (
    ("semver", f"(string) {_SEMVER}", semver.parse),
    ("semver", f"(string, bool) {_SEMVER}", semver.parse),
    ("isSemver", "(string) bool", semver.is_semver),
    ("isSemver", "(string, bool) bool", semver.is_semver),
    ("isGreaterThan", f"{_SEMVER}.({_SEMVER}) bool", lambda one, other: semver.compare(one, other) > 0),
    ("isLessThan", f"{_SEMVER}.({_SEMVER}) bool", lambda one, other: semver.compare(one, other) < 0),
    ("compareTo", f"{_SEMVER}.({_SEMVER}) int", semver.compare),
    ("major", f"{_SEMVER}.() int", lambda version: semver.part(version, 0)),
    ("minor", f"{_SEMVER}.() int", lambda version: semver.part(version, 1)),
    ("patch", f"{_SEMVER}.() int", lambda version: semver.part(version, 2)),
)


def _insert(target: dict[object, object], key: object, value: object) -> dict[object, object]:
    """The map with one more entry. Changes `target`: only the loop that builds it holds it."""
    if find(target, key)[0]:
        raise CelError("insert failed: key already exists")
    target[as_key(key)] = value
    return target


def _insert_all(target: dict[object, object], more: dict[object, object]) -> dict[object, object]:
    for key in keys_of(more):
        _insert(target, key, find(more, key)[1])
    return target


_TWO_VARIABLES: tuple[Row, ...] = (
    ("cel.@mapInsert", "(map(K, V), K, V) map(K, V)", _insert),
    ("cel.@mapInsert", "(map(K, V), map(K, V)) map(K, V)", _insert_all),
)
_LATER_LISTS: tuple[Row, ...] = (
    ("slice", "list(T).(int, int) list(T)", lists.slice_of),
    ("lists.range", "(int) list(int)", lists.numbers),
    ("reverse", "list(T).() list(T)", lambda items: items[::-1]),
    ("distinct", "list(T).() list(T)", lists.distinct),
)
_LIBRARIES: tuple[tuple[int, tuple[Row, ...]], ...] = (
    (0, _URLS),
    (0, _REGEX),
    (0, _STRINGS),
    (28, _QUANTITIES),
    (29, _QUOTE),
    (29, _SETS),
    (30, _NETWORK),
    (31, _FORMATS),
    (32, _TWO_VARIABLES),
    (33, _SEMVERS),
    (34, _LATER_LISTS),
)


def _escape_key(text: str) -> str:
    """A key as a step of a JSON Pointer."""
    return text.replace("~", "~0").replace("/", "~1")


def _list_functions() -> Iterator[Overload]:
    for name, implementation in (
        ("isSorted", lists.is_sorted),
        ("max", lists.greatest),
        ("min", lists.least),
    ):
        for kind in _COMPARABLE:
            result = "bool" if name == "isSorted" else kind
            yield overload(name, f"list({kind}).() {result}", implementation)
    for kind, zero in _SUMMABLE.items():
        yield overload("sum", f"list({kind}).() {kind}", _summing(zero))
    yield overload("indexOf", "list(A).(A) int", lists.index_of)
    yield overload("lastIndexOf", "list(A).(A) int", lists.last_index_of)
    yield overload("flatten", "list(list(T)).() list(T)", lists.flatten, since=34, guarded=False)
    yield overload("flatten", "list(dyn).(int) list(dyn)", lists.flatten, since=34, guarded=False)
    for kind in _COMPARABLE:
        yield overload("sort", f"list({kind}).() list({kind})", lists.sort, since=34)
        yield overload(
            "@sortByAssociatedKeys", f"list(T).(list({kind})) list(T)", lists.sort_by_keys, since=34
        )


def _summing(zero: object) -> Callable[[list[object]], object]:
    return lambda items: lists.total(items, zero)


def _ask_cluster(*_: object) -> object:
    raise CelUnknown("authorizer")


def _authorizer() -> Iterator[Overload]:
    prefix = "kubernetes.authorization."
    asked, path, group = f"{prefix}Authorizer", f"{prefix}PathCheck", f"{prefix}GroupCheck"
    resource, decision = f"{prefix}ResourceCheck", f"{prefix}Decision"
    rows = (
        ("path", f"{asked}.(string) {path}", 27),
        ("group", f"{asked}.(string) {group}", 27),
        ("serviceAccount", f"{asked}.(string, string) {asked}", 27),
        ("resource", f"{group}.(string) {resource}", 27),
        ("subresource", f"{resource}.(string) {resource}", 27),
        ("namespace", f"{resource}.(string) {resource}", 27),
        ("name", f"{resource}.(string) {resource}", 27),
        ("check", f"{path}.(string) {decision}", 27),
        ("check", f"{resource}.(string) {decision}", 27),
        ("errored", f"{decision}.() bool", 27),
        ("error", f"{decision}.() string", 27),
        ("allowed", f"{decision}.() bool", 27),
        ("reason", f"{decision}.() string", 27),
        ("fieldSelector", f"{resource}.(string) {resource}", 31),
        ("labelSelector", f"{resource}.(string) {resource}", 31),
    )
    for function, signature, since in rows:
        yield overload(function, signature, _ask_cluster, since=since, guarded=False)
