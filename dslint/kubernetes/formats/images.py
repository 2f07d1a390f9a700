"""Image references: whether they are valid, and their tag.

Source: ParseImageName in pkg/util/parsers and the grammar of github.com/distribution/reference.
"""

from __future__ import annotations

import re
from functools import lru_cache

LATEST = "latest"

_DOMAIN_PART = r"(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9])"
_DOMAIN = rf"(?:{_DOMAIN_PART}(?:\.{_DOMAIN_PART})*|\[[a-fA-F0-9:]+\])(?::[0-9]+)?"
_PATH_PART = r"[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*"
_DIGEST = r"[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,}"
_REFERENCE = re.compile(
    rf"(?:{_DOMAIN}/)?(?P<path>{_PATH_PART}(?:/{_PATH_PART})*)(?::(?P<tag>\w[\w.-]{{0,127}}))?(?:@(?P<digest>{_DIGEST}))?\Z",
    re.ASCII,
)
_BARE_IDENTIFIER = re.compile(r"[a-f0-9]{64}\Z")
_DIGEST_SIZES = {"sha256": 64, "sha384": 96, "sha512": 128}
_LONGEST_NAME = 255


def is_reference(image: str) -> bool:
    """Whether the kubelet can parse an image; otherwise the container stays in InvalidImageName."""
    return tag_of(image) != "" or _names_digest(image)


@lru_cache(maxsize=2048)
def tag_of(image: str) -> str:
    """Return the tag of an image; `latest` without tag and digest; "" for a digest or invalid image."""
    match = _parsed(image)
    if match is None:
        return ""
    tag, digest = match["tag"] or "", match["digest"] or ""
    if digest:
        return tag if _is_digest(digest) else ""
    return tag or LATEST


def pull_policy(image: str) -> str:
    """Return the default imagePullPolicy."""
    return "Always" if tag_of(image) == LATEST else "IfNotPresent"


def _names_digest(image: str) -> bool:
    match = _parsed(image)
    return match is not None and _is_digest(match["digest"] or "")


def _parsed(image: str) -> re.Match[str] | None:
    if _BARE_IDENTIFIER.match(image):
        return None
    match = _REFERENCE.match(with_registry(image))
    return None if match is None or len(match["path"]) > _LONGEST_NAME else match


def with_registry(image: str) -> str:
    """Add the default registry to a name without one, so that `Nginx` is a path, which has no capitals."""
    domain, slash, _ = image.partition("/")
    has_domain = slash and (
        "." in domain or ":" in domain or domain == "localhost" or domain.lower() != domain
    )
    return image if has_domain else f"docker.io/{image}"


def _is_digest(digest: str) -> bool:
    algorithm, _, encoded = digest.partition(":")
    return _DIGEST_SIZES.get(algorithm) == len(encoded) and encoded == encoded.lower()
