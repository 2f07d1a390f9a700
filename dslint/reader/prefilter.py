"""Decide from the text, before any parser is imported, whether a document can contain a DaemonSet.

A positive answer may be wrong. A negative answer is always right, however the kind is written: misspelt,
quoted, escaped, in JSON or in a list.
"""

from __future__ import annotations

from collections.abc import Callable

from dslint.values.api_groups import ADVANCED_GROUP

Wanted = Callable[[str], bool]
"""Decides whether to read a chunk from its text."""

_DAEMON = ("aemon", "AEMON", "eamon", "EAMON", "aemno", "aemom")
"""A part of DaemonSet in every case and with its usual typos, which a plain search finds fastest."""

_COMPANIONS = (
    *("Namespace", "LimitRange", "ResourceQuota", "PriorityClass", "RuntimeClass"),
    *("Service", "ConfigMap", "Secret", "PersistentVolumeClaim", "RoleBinding", "Role"),
    *("PodDisruptionBudget", "NetworkPolicy", "PodMonitor", "HorizontalPodAutoscaler", "ScaledObject"),
    *("Deployment", "StatefulSet", "ReplicaSet", "Job", "kind: Pod"),
)
"""Kinds that judging or placing a DaemonSet uses, and kinds with similar names."""

_POLICY = "AdmissionPolicy"
"""Kinds of policies for DaemonSets; any other object may be one of their parameters."""
_DAEMON_BYTES = tuple(needle.encode() for needle in _DAEMON)
_ESCAPE = ("\\x", "\\u", "\\U", "\\\n", "\\\r\n")
_ESCAPE_BYTES = tuple(escape.encode() for escape in _ESCAPE)
_BINARY = "!!binary"
_SPACES = " \t\r\n"
_NEAR = 40
"""How many characters after a key its value may begin."""
_VERSIONS = ("apps/v1", f"{ADVANCED_GROUP}/v")
"""Prefixes of the API versions whose objects are reported if they have no kind."""
_VERSION_BYTES = tuple(version.encode() for version in _VERSIONS)
_KIND = r"""(?m)^[ \t]*["']?kind["']?[ \t]*:"""
"""A line of every object; a document without it is not an object, and kubectl fails on it."""


def may_hold_daemonset(text: str) -> bool:
    """Whether a DaemonSet can be written in a text, or hidden in it by escapes or base64."""
    if any(needle in text for needle in _DAEMON) or _lacks_a_kind(text):
        return True
    return ("\\" in text and any(escape in text for escape in _ESCAPE)) or _BINARY in text


def _lacks_a_kind(text: str) -> bool:
    """Whether an object of apps/v1 or OpenKruise may have no kind: there are fewer kinds than versions."""
    versions = sum(map(text.count, _VERSIONS))
    if not versions:
        return False
    if '"kind"' in text:
        return any(_is_no_string(rest[:_NEAR].lstrip(_SPACES)) for rest in text.split('"kind"')[1:])
    return sum(not _is_empty(rest[:_NEAR]) for rest in f"\n{text}".split("\nkind:")[1:]) < versions


def _is_no_string(rest: str) -> bool:
    """Whether the value behind a key of JSON is anything but a string."""
    return rest.startswith(":") and not rest[1:].lstrip(_SPACES).startswith('"')


def _is_empty(rest: str) -> bool:
    """Whether the value of a key is missing, null or empty."""
    value = rest.lstrip(" \t")
    return value[:1] in ("", "\r", "\n", "#", "~") or value.startswith(("null", '""', "''"))


def bytes_may_hold_daemonset(content: bytes) -> bool:
    """The same for a file that is not decoded yet: this check excludes most files of a repository."""
    if b"\0" in content:
        return True  # UTF-16 or UTF-32, or no text at all
    if any(needle in content for needle in _DAEMON_BYTES):
        return True
    if any(version in content for version in _VERSION_BYTES) and _lacks_a_kind(
        content.decode("utf-8", "replace")
    ):
        return True
    return (b"\\" in content and any(escape in content for escape in _ESCAPE_BYTES)) or b"!!binary" in content


def is_another_object(content: bytes) -> bool:
    """Whether a file without a DaemonSet is clearly one object of another kind, which needs no report."""
    return b"\nkind:" in b"\n" + content and content.rfind(b"\n---") < 0


def daemonsets_and_companions(text: str) -> Wanted:
    """Choose the DaemonSets of a text and the objects that concern them; nothing without a DaemonSet."""
    if _POLICY in text:
        return _everything
    if not may_hold_daemonset(text):
        return _nothing
    return _concerns_daemonsets


def whatever_concerns_daemonsets(text: str) -> Wanted:
    """Choose from a text that the user named; without a DaemonSet, documents that are not objects."""
    if _POLICY in text:
        return _everything
    return _concerns_daemonsets if may_hold_daemonset(text) else _is_no_object


def companions_of_others(_: str) -> Wanted:
    """Choose the objects that concern DaemonSets, which may be in another text."""
    return _concerns_daemonsets


def _everything(_: str) -> bool:
    return True


def _nothing(_: str) -> bool:
    return False


def _concerns_daemonsets(chunk: str) -> bool:
    return may_hold_daemonset(chunk) or any(kind in chunk for kind in _COMPANIONS) or _is_no_object(chunk)


def _is_no_object(chunk: str) -> bool:
    import re  # noqa: PLC0415 - most files are done with before

    return re.search(_KIND, chunk) is None
