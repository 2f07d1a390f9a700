"""Projected volumes: several sources in one folder.

Source: validateProjectionSources in pkg/apis/core/validation/validation.go, ValidateSignerName and
ValidateClusterTrustBundleName in names.go beside it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from dslint.kubernetes.formats import names
from dslint.kubernetes.validation.context import Context
from dslint.kubernetes.validation.metadata.label_selectors import selector_problems
from dslint.kubernetes.validation.problem_constructors import forbidden, invalid, required, too_long
from dslint.kubernetes.validation.tables import (
    CERTIFICATE_PATHS,
    CLUSTER_TRUST_BUNDLE,
    POD_CERTIFICATE,
    PROJECTED_SOURCES,
    SERVICE_ACCOUNT_TOKEN,
)
from dslint.kubernetes.validation.value_checks import check_fields, missing, shown
from dslint.kubernetes.validation.volumes.files import downward_file_problems, key_to_path_problems
from dslint.kubernetes.validation.volumes.formats import unreserved_path
from dslint.values.path import FieldPath, MapKey, field_text
from dslint.values.problem import Problem, Related
from dslint.values.typed import Any

Data = Mapping[str, Any]

RULE = "volume-source"
HOUR = 3600
SHORTEST_CERTIFICATE = HOUR
LONGEST_CERTIFICATE = 91 * 24 * HOUR
LONGEST_KUBERNETES_CERTIFICATE = 24 * HOUR
DOMAIN_LIMIT = 253
SIGNER_LIMIT = DOMAIN_LIMIT + 1 + DOMAIN_LIMIT + 1 + 63
"""A domain, a slash, and room for a name, a dot and a namespace."""


def projected_problems(content: Data, path: FieldPath, context: Context) -> Iterator[Problem]:
    """Judge the sources of a projected volume; two files at one path are a fault of the volume."""
    written: dict[str, FieldPath] = {}
    for index, source in enumerate(content.get("sources") or ()):
        place = (*path, "sources", index)
        given = [name for name in PROJECTED_SOURCES if name in source]
        for name in given:
            yield from _source_problems(name, source[name], (*place, name), path, context)
            for file in _files(name, source[name], (*place, name)):
                yield from _conflict(written, file, path)
        if len(given) > 1:
            yield forbidden(
                RULE,
                place,
                (
                    "an entry of `sources` must have exactly one source, "
                    f"but this one has {len(given)}: {', '.join(given)}"
                ),
                write="a separate entry for each",
                related=tuple(Related((*place, name), "one of them", "key") for name in given[1:]),
            )


def _source_problems(
    name: str, source: Data, path: FieldPath, volume: FieldPath, context: Context
) -> Iterator[Problem]:
    if name in ("secret", "configMap"):
        if not source.get("name"):
            yield missing(RULE, source, (*path, "name"), "the name of the object to take files from")
        yield from key_to_path_problems(source.get("items") or (), (*path, "items"), context)
    elif name == "downwardAPI":
        for index, file in enumerate(source.get("items") or ()):
            yield from downward_file_problems(file, (*path, "items", index), path, context)
    elif name == "serviceAccountToken":
        yield from _token_problems(source, path, volume, context)
    elif name == "clusterTrustBundle":
        yield from check_fields(source, CLUSTER_TRUST_BUNDLE, path)
        yield from _trust_bundle_problems(source, path)
    else:
        yield from check_fields(source, POD_CERTIFICATE, path)
        yield from _certificate_problems(source, path)


def _files(name: str, source: Data, path: FieldPath) -> Iterator[tuple[str, FieldPath]]:
    """Return the files of a source and the fields that name them, as far as the server compares them."""
    if name in ("secret", "configMap", "downwardAPI"):
        for index, entry in enumerate(source.get("items") or ()):
            if entry.get("path"):
                yield entry["path"], (*path, "items", index, "path")
    elif name == "clusterTrustBundle":
        yield source.get("path", ""), (*path, "path")
    elif name == "podCertificate":
        for field in CERTIFICATE_PATHS:
            if source.get(field):
                yield source[field], (*path, field)


def _conflict(
    written: dict[str, FieldPath], file: tuple[str, FieldPath], volume: FieldPath
) -> Iterator[Problem]:
    name, place = file
    earlier = written.setdefault(name, place)
    if earlier is not place:
        yield invalid(
            RULE,
            place,
            f"two sources of this volume write the file `{shown(name)}`",
            field=field_text(volume),
            write="a different path for one of them",
            related=(Related(earlier, "the first one"),),
        )


def _token_problems(source: Data, path: FieldPath, volume: FieldPath, context: Context) -> Iterator[Problem]:
    yield from check_fields(source, SERVICE_ACCOUNT_TOKEN, path)
    written = source.get("path", "")
    if not written:
        yield missing(RULE, source, (*path, "path"), "path: the file's path inside the volume", server=volume)
    elif (
        not context.allowed.token_path
        and (fault := unreserved_path(written))
        and context.holds("the path of a service account token is judged")
    ):
        message = f"`path: {shown(written)}` {fault}"
        yield invalid(RULE, (*path, "path"), message, field=field_text((*volume, "path")))


def _trust_bundle_problems(source: Data, path: FieldPath) -> Iterator[Problem]:
    name, signer, selector = source.get("name"), source.get("signerName"), source.get("labelSelector")
    if name is not None and signer is not None:
        yield invalid(
            RULE,
            path,
            "a bundle is selected by either `name` or `signerName`, but both are set",
            write="one of the two",
            related=(Related((*path, "signerName"), "also set", "key"),),
        )
    elif name is not None:
        yield from _trust_bundle_name_problems(source, name, path)
        if selector is not None:
            yield invalid(
                RULE,
                (*path, "labelSelector"),
                "`labelSelector` is only for `signerName`; `name` already selects one bundle",
                anchor="key",
                write="remove labelSelector, or use signerName instead of name",
            )
    elif signer is not None:
        yield from signer_problems(source, (*path, "signerName"))
        if selector is not None:
            yield from selector_problems(selector, (*path, "labelSelector"), RULE)
    else:
        yield required(
            RULE,
            path,
            "neither `name` nor `signerName` is set",
            write="name or signerName",
        )


def _trust_bundle_name_problems(source: Data, name: str, path: FieldPath) -> Iterator[Problem]:
    if not name:
        yield missing(RULE, source, (*path, "name"), "the name of a ClusterTrustBundle")
    signer, colon, own = name.rpartition(":")
    if colon and not signer:
        fault = "must have a signer before the ':'"
    elif "/" in signer:
        # The signer is parsed from its form with ':', which a name with '/' never has.
        fault = f"must begin with its signer in the form {shown(signer.replace('/', ':'))}"
    else:
        fault = names.dns_subdomain(own)
    if fault:
        yield invalid(RULE, (*path, "name"), f"`name: {shown(name)}` is not a valid bundle name: it {fault}")


def signer_problems(source: Data, path: FieldPath) -> Iterator[Problem]:
    """Judge the field `signerName` at `path`: `domain/name`."""
    signer = source.get("signerName", "")
    if not signer:
        yield missing(RULE, source, path, "signerName: example.com/signer")
        return
    parts = signer.split("/")
    if len(parts) != 2:  # noqa: PLR2004 - a domain and a name
        fault = "must be a domain and a name with one '/' between them, such as example.com/signer"
    else:
        if len(parts[0]) > DOMAIN_LIMIT or len(signer) > SIGNER_LIMIT:
            yield too_long(
                RULE,
                path,
                f"`signerName` is too long: {DOMAIN_LIMIT} characters before the '/', {SIGNER_LIMIT} in all",
            )
        fault = _signer_fault(*parts)
    if fault:
        yield invalid(RULE, path, f"`signerName: {shown(signer)}` {fault}")


def _signer_fault(domain: str, name: str) -> str:
    labels = domain.split(".")
    fault = next((fault for label in labels if (fault := names.dns_label(label))), "")
    if fault:
        return f"has an invalid domain: each part {fault}"
    if len(labels) == 1:
        return "must have a domain with at least two parts, such as example.com"
    fault = next((fault for part in name.split(".") if (fault := names.dns_subdomain(part))), "")
    return f"has an invalid name after the '/': it {fault}" if fault else ""


def _certificate_problems(source: Data, path: FieldPath) -> Iterator[Problem]:
    yield from signer_problems(source, (*path, "signerName"))
    if "keyType" not in source:
        yield from check_fields({"keyType": ""}, POD_CERTIFICATE, path)
    if not any(source.get(field) for field in CERTIFICATE_PATHS):
        yield required(
            RULE,
            path,
            f"the certificate is not written to any file: none of {', '.join(CERTIFICATE_PATHS)} is set",
            write="credentialBundlePath, or keyPath and certificateChainPath",
        )
    longest = LONGEST_KUBERNETES_CERTIFICATE if _is_kubernetes(source) else LONGEST_CERTIFICATE
    seconds = source.get("maxExpirationSeconds")
    if seconds is not None and not SHORTEST_CERTIFICATE <= seconds <= longest:
        message = f"`maxExpirationSeconds: {seconds}` is out of range"
        write = f"a number between {SHORTEST_CERTIFICATE} and {longest}"
        yield invalid(RULE, (*path, "maxExpirationSeconds"), message, write=write)
    for key in source.get("userAnnotations") or ():
        yield from _user_annotation_problems(key, (*path, "userAnnotations"))


def _is_kubernetes(source: Data) -> bool:
    domain: str = source.get("signerName", "").partition("/")[0]
    return domain == "kubernetes.io" or domain.endswith(".kubernetes.io")


def _user_annotation_problems(key: str, path: FieldPath) -> Iterator[Problem]:
    here, field = (*path, MapKey(key)), field_text(path)
    if not key:
        yield required(RULE, here, "an annotation has an empty key", field=field, anchor="key")
        return
    fault = names.qualified_name(key) or ("" if "/" in key else "must have a domain before it")
    if fault:
        yield invalid(
            RULE,
            here,
            f"the key `{shown(key)}` {fault}",
            field=field,
            anchor="key",
            write="a domain before it: example.com/name",
        )
