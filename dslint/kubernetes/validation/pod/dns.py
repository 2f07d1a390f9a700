"""Names of a pod and name resolution: dnsConfig, hostAliases, hostnameOverride.

Source: validatePodDNSConfig, ValidateHostAliases and ValidatePodSpec in
pkg/apis/core/validation/validation.go.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from dslint.kubernetes.formats import names
from dslint.kubernetes.formats.addresses import ip_fault, preferred
from dslint.kubernetes.validation.context import Context
from dslint.kubernetes.validation.problem_constructors import forbidden, invalid, required, too_long
from dslint.kubernetes.validation.value_checks import shown
from dslint.values.path import FieldPath, field_text
from dslint.values.problem import Problem, Related
from dslint.values.typed import Any

Data = Mapping[str, Any]

RULE = "pod-dns"
NAMESERVERS_LIMIT = 3
SEARCHES_LIMIT = 32
SEARCH_LENGTH_LIMIT = 2048
HOSTNAME_LIMIT = 64
_LABEL = r"_?[a-z0-9](?:[-_a-z0-9]*[a-z0-9])?"
_SEARCH = re.compile(rf"{_LABEL}(?:\.{_LABEL})*\Z")
"""A domain with underscores: a label may begin with one, but not end with it."""


def dns_problems(pod: Data, path: FieldPath, context: Context) -> Iterator[Problem]:
    """Judge dnsConfig, and whether dnsPolicy None leaves the pod without a nameserver."""
    config, here = pod.get("dnsConfig"), (*path, "dnsConfig")
    nobody = pod.get("dnsPolicy") == "None" and not (config or {}).get("nameservers")
    if nobody:
        yield required(
            RULE,
            here if config is None else (*here, "nameservers"),
            "`dnsPolicy: None` requires at least one nameserver in `dnsConfig`",
            write="dnsConfig: {nameservers: [10.0.0.10]}",
            related=(Related((*path, "dnsPolicy"), "uses no nameserver of the cluster or node"),),
        )
    elif config is not None:
        yield from _nameserver_problems(config.get("nameservers") or (), (*here, "nameservers"), context)
        yield from _search_problems(config.get("searches") or (), (*here, "searches"), context)
        for index, option in enumerate(config.get("options") or ()):
            if not option.get("name"):
                yield required(
                    RULE,
                    (*here, "options", index),
                    "the option has no `name`",
                    write="name: ndots, or another option of resolv.conf",
                )


def _nameserver_problems(servers: Sequence[str], path: FieldPath, context: Context) -> Iterator[Problem]:
    if len(servers) > NAMESERVERS_LIMIT:
        message = f"{len(servers)} nameservers exceed the maximum of {NAMESERVERS_LIMIT}"
        yield invalid(RULE, path, message, anchor="key")
    for index, address in enumerate(servers):
        fault = _address_fault(address, context)
        if fault:
            message = f"the nameserver `{shown(address)}` {fault}"
            yield invalid(RULE, (*path, index), message, write=preferred(address))


def _address_fault(address: str, context: Context) -> str:
    """Return the error in an address; old forms are errors only if the version is strict."""
    fault = ip_fault(address, strict=False)
    if not fault and (old_form := ip_fault(address, strict=True)) and context.gate("StrictIPCIDRValidation"):
        return old_form
    return fault


def _search_problems(searches: Sequence[str], path: FieldPath, context: Context) -> Iterator[Problem]:
    if len(searches) > SEARCHES_LIMIT:
        message = f"{len(searches)} search domains exceed the maximum of {SEARCHES_LIMIT}"
        yield invalid(RULE, path, message, anchor="key")
    if len(" ".join(searches).encode()) > SEARCH_LENGTH_LIMIT:
        message = f"the search domains together are longer than {SEARCH_LENGTH_LIMIT} characters"
        yield invalid(RULE, path, message, anchor="key")
    for index, written in enumerate(searches):
        domain = written.removesuffix(".")
        if not names.dns_subdomain(domain):
            continue
        relaxed = written == "." or (len(domain.encode()) <= names.SUBDOMAIN_LIMIT and _SEARCH.match(domain))
        if not relaxed:
            yield invalid(RULE, (*path, index), f"`{shown(written)}` is not a valid search domain")
        elif not context.allowed.dns_searches and not context.gate("RelaxedDNSSearchValidation"):
            message = f"before Kubernetes 1.33, `{shown(written)}` is not a valid search domain"
            yield invalid(RULE, (*path, index), message, write="a domain without '_'")


def host_alias_problems(aliases: Sequence[Data], path: FieldPath, context: Context) -> Iterator[Problem]:
    """Judge the entries for /etc/hosts."""
    for index, alias in enumerate(aliases):
        address = alias.get("ip", "")
        fault = _address_fault(address, context)
        if fault:
            message = f"`ip: {shown(address)}` {fault}"
            here: FieldPath = (*path, index, "ip")
            yield invalid(RULE, here, message, field=_alias_field(here, context), write=preferred(address))
        for number, name in enumerate(alias.get("hostnames") or ()):
            fault = names.dns_subdomain(name)
            if fault:
                here = (*path, index, "hostnames", number)
                message = f"the host name `{shown(name)}` {fault}"
                yield invalid(RULE, here, message, field=_alias_field(here, context))


def _alias_field(path: FieldPath, context: Context) -> str | None:
    """Return the server's name of a place inside `hostAliases`: until 1.29 without an index."""
    if context.holds("hostAliases are named with their index"):
        return None
    return field_text(tuple(step for step in path if not isinstance(step, int)))


def hostname_override_problems(pod: Data, path: FieldPath) -> Iterator[Problem]:
    """Judge hostnameOverride, on its own and with fields that exclude it."""
    name, here = pod["hostnameOverride"], (*path, "hostnameOverride")
    if len(name.encode()) > HOSTNAME_LIMIT:
        yield too_long(RULE, here, f"`hostnameOverride` is longer than {HOSTNAME_LIMIT} characters")
    fault = names.dns_subdomain(name)
    if fault:
        yield invalid(RULE, here, f"`hostnameOverride: {shown(name)}` {fault}")
    for other in ("setHostnameAsFQDN", "hostNetwork"):
        if pod.get(other):
            yield forbidden(
                RULE,
                here,
                f"`hostnameOverride` cannot be combined with `{other}: true`",
                anchor="key",
                write="one of the two",
                related=(Related((*path, other), "also sets the host name"),),
            )
