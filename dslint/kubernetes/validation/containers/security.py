"""Security contexts: profiles, Windows options, and contradictions inside one container.

Source: ValidateSecurityContext, validateSeccompProfileField, ValidateAppArmorProfileField and
validateWindowsSecurityContextOptions in pkg/apis/core/validation/validation.go.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from dslint.kubernetes.formats import names
from dslint.kubernetes.validation.context import Context
from dslint.kubernetes.validation.problem_constructors import invalid, too_long
from dslint.kubernetes.validation.tables import PROFILE, SECURITY_CONTEXT
from dslint.kubernetes.validation.value_checks import check_fields, missing, shown
from dslint.kubernetes.validation.volumes.formats import relative_path
from dslint.values.path import FieldPath
from dslint.values.problem import Problem, Related
from dslint.values.typed import Any

Data = Mapping[str, Any]

PROFILE_TYPES = ("Localhost", "RuntimeDefault", "Unconfined")
LOCALHOST = "Localhost"
APP_ARMOR_LIMIT = 4095
CREDENTIAL_LIMIT = 64 * 1024
DOMAIN_LIMIT = 255
USER_LIMIT = 104
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_NETBIOS = re.compile(r"[^\\/:*?\"<>|.][^\\/:*?\"<>|]{0,14}\Z")
_DNS_DOMAIN = re.compile(
    r"[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?(?:\.[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?)*\Z"
)
_USER_FORBIDDEN = re.compile(r"[\"/\\:;|=,+*?<>@\[\]]")
_DOTS_AND_SPACES = re.compile(r"[. ]+\Z")


def container_security_problems(
    security: Data, path: FieldPath, context: Context, *, host_users: bool
) -> Iterator[Problem]:
    """Judge the securityContext of a container; `host_users` is false in a user namespace."""
    rule = "container-security-context"
    yield from check_fields(security, SECURITY_CONTEXT, path)
    if host_users and security.get("procMount") == "Unmasked":
        yield invalid(
            rule,
            (*path, "procMount"),
            "`procMount: Unmasked` is only allowed in pods with a user namespace",
            write="hostUsers: false in the pod, or remove procMount",
        )
    if security.get("allowPrivilegeEscalation") is False:
        yield from _escalation_problems(security, path, context)
    yield from profile_problems(security, path, rule)


def profile_problems(security: Data, path: FieldPath, rule: str) -> Iterator[Problem]:
    """Judge the fields that the security contexts of pods and containers share."""
    if "seccompProfile" in security:
        yield from _seccomp_problems(security["seccompProfile"], (*path, "seccompProfile"), rule)
    if "appArmorProfile" in security:
        yield from _app_armor_problems(security["appArmorProfile"], (*path, "appArmorProfile"), rule)
    if "windowsOptions" in security:
        yield from _windows_problems(security["windowsOptions"], (*path, "windowsOptions"), rule)


def _escalation_problems(security: Data, path: FieldPath, context: Context) -> Iterator[Problem]:
    added = (security.get("capabilities") or {}).get("add") or ()
    causes: list[tuple[str, FieldPath]] = []
    if security.get("privileged"):
        causes.append(("`privileged: true`", (*path, "privileged")))
    # The server checks only this spelling, so the short form SYS_ADMIN passes.
    if "CAP_SYS_ADMIN" in added and not context.allowed.sys_admin_without_escalation:
        causes.append(
            ("the capability CAP_SYS_ADMIN", (*path, "capabilities", "add", added.index("CAP_SYS_ADMIN")))
        )
    for cause, place in causes:
        yield invalid(
            "container-security-context",
            path,
            f"`allowPrivilegeEscalation: false` cannot be combined with {cause}",
            anchor="key",
            write="one of the two",
            related=(
                Related((*path, "allowPrivilegeEscalation"), "forbids escalation"),
                Related(place, "grants all privileges"),
            ),
        )


def _seccomp_problems(profile: Data, path: FieldPath, rule: str) -> Iterator[Problem]:
    kind, file = profile.get("type", ""), profile.get("localhostProfile")
    yield from check_fields(profile, PROFILE._replace(rule=rule), path)
    if kind != LOCALHOST:
        if file is not None:
            yield _file_without_localhost(path, rule)
    elif file is None:
        yield missing(
            rule, profile, (*path, "localhostProfile"), "localhostProfile: the profile's file on the node"
        )
    elif fault := relative_path(file):
        yield invalid(rule, (*path, "localhostProfile"), f"`localhostProfile: {shown(file)}` {fault}")


def _app_armor_problems(profile: Data, path: FieldPath, rule: str) -> Iterator[Problem]:
    kind, file = profile.get("type", ""), profile.get("localhostProfile")
    here = (*path, "localhostProfile")
    yield from check_fields(profile, PROFILE._replace(rule=rule), path)
    if kind != LOCALHOST:
        if file is not None and kind in PROFILE_TYPES:
            yield _file_without_localhost(path, rule)
        return
    if not file:
        yield missing(rule, profile, here, "localhostProfile: the name of a profile loaded on the node")
        return
    if file != file.strip():
        yield invalid(
            rule,
            here,
            "`localhostProfile` begins or ends with a space",
            write=f"localhostProfile: {shown(file.strip())}",
        )
    if len(file.encode()) > APP_ARMOR_LIMIT:
        yield too_long(rule, here, f"`localhostProfile` is longer than {APP_ARMOR_LIMIT} characters")


def _file_without_localhost(path: FieldPath, rule: str) -> Problem:
    return invalid(
        rule,
        (*path, "localhostProfile"),
        "`localhostProfile` is only allowed with `type: Localhost`",
        anchor="key",
        write="type: Localhost, or remove localhostProfile",
        related=(Related((*path, "type"), "the type"),),
    )


def _windows_problems(options: Data, path: FieldPath, rule: str) -> Iterator[Problem]:
    name, spec = options.get("gmsaCredentialSpecName"), options.get("gmsaCredentialSpec")
    user = options.get("runAsUserName")
    if name is not None and (fault := names.dns_subdomain(name)):
        yield invalid(
            rule, (*path, "gmsaCredentialSpecName"), f"`gmsaCredentialSpecName: {shown(name)}` {fault}"
        )
    if spec is not None and (not spec or len(spec.encode()) > CREDENTIAL_LIMIT):
        fault = "is longer than 64 KiB" if spec else "is empty"
        yield invalid(rule, (*path, "gmsaCredentialSpec"), f"`gmsaCredentialSpec` {fault}")
    if user is not None and (fault := _user_name_fault(user)):
        yield invalid(
            rule,
            (*path, "runAsUserName"),
            f"`runAsUserName: {shown(user)}` {fault}",
            write="NAME or DOMAIN\\NAME",
        )


def _user_name_fault(written: str) -> str:
    domain, backslash, user = written.rpartition("\\")
    faults = {
        "is empty": not written,
        "must not contain control characters": bool(_CONTROL.search(written)),
        "must not contain more than one backslash": "\\" in domain,
        f"has a domain longer than {DOMAIN_LIMIT} characters": len(domain.encode()) > DOMAIN_LIMIT,
        "has a domain that is neither a NetBIOS nor a DNS name": bool(backslash) and not _is_domain(domain),
        f"must name a user of at most {USER_LIMIT} characters": not 0 < len(user.encode()) <= USER_LIMIT,
        "must not consist only of dots and spaces": bool(_DOTS_AND_SPACES.match(user)),
        'must not contain any of " / : ; | = , + * ? < > @ [ ]': bool(_USER_FORBIDDEN.search(user)),
    }
    return next((fault for fault, applies in faults.items() if applies), "")


def _is_domain(text: str) -> bool:
    return bool(_NETBIOS.match(text) or _DNS_DOMAIN.match(text))
