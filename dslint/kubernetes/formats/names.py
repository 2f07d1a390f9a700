"""The formats of names in the API. Each function returns the error in a text, "" if it is valid.

The texts complete the sentence "`value` …": `must be at most 63 characters long`. Source:
k8s.io/apimachinery/pkg/util/validation (the same in 1.28 to 1.37) and pkg/apis/core/validation.
"""

from __future__ import annotations

import re
from functools import lru_cache

_LABEL = re.compile(r"[a-z0-9](?:[-a-z0-9]*[a-z0-9])?\Z")
_SUBDOMAIN = re.compile(r"[a-z0-9](?:[-a-z0-9]*[a-z0-9])?(?:\.[a-z0-9](?:[-a-z0-9]*[a-z0-9])?)*\Z")
_QUALIFIED = re.compile(r"(?:[A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]\Z")
_PORT_CHARACTERS = r"[-a-z0-9]+\Z"
_PORT_LETTER = r"[a-z]"
_KEY = re.compile(r"[-._a-zA-Z0-9]+\Z")
_HEADER = r"[-A-Za-z0-9]+\Z"
_STRICT_ENV = re.compile(r"[-._a-zA-Z][-._a-zA-Z0-9]*\Z")
_RELAXED_ENV = re.compile(r"[ -<>-~]+\Z")
_PERCENT = r"[0-9]+%\Z"

LABEL_LIMIT = 63
SUBDOMAIN_LIMIT = 253
PORT_NAME_LIMIT = 15
_LABEL_RULE = "must be lower-case letters, digits and '-', and begin and end with a letter or digit"
_SUBDOMAIN_RULE = (
    "must be lower-case letters, digits, '-' and '.', each part beginning and ending with a letter or digit"
)
_NAME_RULE = "must be letters, digits, '-', '_' and '.', and begin and end with a letter or digit"


@lru_cache(maxsize=4096)
def dns_label(value: str) -> str:
    """RFC 1123 label: names of containers, volumes and namespaces."""
    if _size(value) > LABEL_LIMIT:
        return f"must be at most {LABEL_LIMIT} characters long"
    return "" if _LABEL.match(value) else _LABEL_RULE


@lru_cache(maxsize=4096)
def dns_subdomain(value: str) -> str:
    """RFC 1123 subdomain: names of objects. A single part may be longer than 63 characters."""
    if _size(value) > SUBDOMAIN_LIMIT:
        return f"must be at most {SUBDOMAIN_LIMIT} characters long"
    return "" if _SUBDOMAIN.match(value) else _SUBDOMAIN_RULE


@lru_cache(maxsize=4096)
def qualified_name(value: str) -> str:
    """`[prefix/]name`: keys of labels, annotations, taints; resources; finalizers."""
    prefix, slash, name = value.rpartition("/")
    if slash and "/" in prefix:
        return "must be a name with at most one '/', between prefix and name"
    if slash:
        if not prefix:
            return "must have a prefix before the '/'"
        fault = dns_subdomain(prefix)
        if fault:
            return f"has an invalid prefix: it {fault}"
    if not name:
        return "must not be empty" if not slash else "must have a name after the '/'"
    if _size(name) > LABEL_LIMIT:
        return f"must be at most {LABEL_LIMIT} characters long (after the prefix)"
    return "" if _QUALIFIED.match(name) else _NAME_RULE


label_key = qualified_name


@lru_cache(maxsize=4096)
def label_value(value: str) -> str:
    """The value of a label: may be empty."""
    if _size(value) > LABEL_LIMIT:
        return f"must be at most {LABEL_LIMIT} characters long"
    return "" if not value or _QUALIFIED.match(value) else _NAME_RULE


def prefix_of_name(value: str) -> str:
    """Convert a `generateName`, or a name that may end in '-', so that it can be checked as a whole name."""
    return value[:-2] + "a" if value.endswith("-") and len(value) > 1 else value


@lru_cache(maxsize=1024)
def port_name(value: str) -> str:
    """IANA service name: names of ports."""
    if _size(value) > PORT_NAME_LIMIT:
        return f"must be at most {PORT_NAME_LIMIT} characters long"
    if not re.match(_PORT_CHARACTERS, value):
        return "must be lower-case letters, digits and '-'"
    if not re.search(_PORT_LETTER, value):
        return "must have at least one letter"
    if "--" in value:
        return "must not have two '-' in a row"
    if value[0] == "-" or value[-1] == "-":
        return "must not begin or end with '-'"
    return ""


def port_number(value: int) -> str:
    """A port that can be listened on."""
    return "" if 1 <= value <= 65535 else "must be between 1 and 65535"  # noqa: PLR2004 - the range of TCP


def config_map_key(value: str) -> str:
    """A key of a ConfigMap or Secret, which is also a file name."""
    if _size(value) > SUBDOMAIN_LIMIT:
        return f"must be at most {SUBDOMAIN_LIMIT} characters long"
    if not _KEY.match(value):
        return "must be letters, digits, '-', '_' and '.'"
    if value == ".":
        return "must not be '.'"
    return "must not begin with '..'" if value.startswith("..") else ""


def env_name(value: str) -> str:
    """An environment variable, by the relaxed rule in force since 1.32: printable ASCII without '='."""
    if not value:
        return "must have at least one character"
    return "" if _RELAXED_ENV.match(value) else "must be printable ASCII characters other than '='"


def older_env_name(value: str) -> str:
    """An environment variable, by the rule in force until 1.31."""
    if not _STRICT_ENV.match(value):
        return "must be letters, digits, '-', '_' and '.', and not begin with a digit"
    if value == ".":
        return "must not be '.'"
    return "must not begin with '..'" if value.startswith("..") else ""


def header_name(value: str) -> str:
    """The name of an HTTP header in a probe."""
    return "" if re.match(_HEADER, value) else "must be letters, digits and '-'"


def percentage(value: str) -> str:
    """A percentage such as `25%`."""
    return "" if re.match(_PERCENT, value) else "must be an integer or a percentage such as 25%"


def _size(value: str) -> int:
    """Return the length as Go counts it, in bytes."""
    return len(value) if value.isascii() else len(value.encode("utf-8", "surrogatepass"))
