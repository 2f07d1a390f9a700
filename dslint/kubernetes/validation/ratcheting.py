"""Values that an update may keep although a new object could not have them: the stored object has them.

Source: GetValidationOptionsFromPodSpecAndMeta in pkg/api/pod/util.go.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import chain

from dslint.kubernetes.formats import names
from dslint.kubernetes.releases.release import Release
from dslint.kubernetes.validation.containers.resource_names import HUGE_PAGES
from dslint.kubernetes.validation.containers.resources import whole_pages
from dslint.kubernetes.validation.context import Allowances
from dslint.kubernetes.validation.metadata.label_selectors import selector_problems
from dslint.kubernetes.validation.metadata.template import DELETION_COST, is_deletion_cost
from dslint.kubernetes.validation.pod.pod_security import host_sysctl_problems
from dslint.kubernetes.validation.scheduling.node_affinity import PREFERRED, REQUIRED
from dslint.kubernetes.validation.scheduling.spread import violates_match_label_keys
from dslint.kubernetes.validation.tables import RESTART_ALL_CONTAINERS
from dslint.kubernetes.validation.volumes.files import HOST_IPS
from dslint.kubernetes.validation.volumes.formats import unreserved_path
from dslint.values.typed import Any

Object = Mapping[str, Any]


def allowances(stored: Object, successor: Object, release: Release) -> Allowances:
    """Return what the stored object (decoded, defaulted) already does, and its successor may do."""
    template = stored["spec"]["template"]
    pod = template["spec"]
    annotations = template["metadata"].get("annotations") or {}
    containers = _containers(pod)
    user_namespace = pod.get("hostUsers") is False
    return Allowances(
        deletion_cost=DELETION_COST in annotations and not is_deletion_cost(annotations[DELETION_COST]),
        host_ips_field=_shows_host_ips(pod),
        pod_affinity_label_values=(
            any(_bad_selector(selector) for selector in _pod_affinity_selectors(pod))
            or _has_bad_values(_of(stored["spec"].get("selector") or {}, "matchExpressions"))
        ),
        node_affinity_label_values=_has_bad_values(_required_node_expressions(pod)),
        spread_selector=any(
            _bad_selector(constraint.get("labelSelector"))
            for constraint in _of(pod, "topologySpreadConstraints")
        ),
        spread_match_label_keys=any(map(violates_match_label_keys, _of(pod, "topologySpreadConstraints"))),
        huge_page_fractions=any(map(_has_huge_page_fraction, _amounts(pod, containers))),
        token_path=any(unreserved_path(token.get("path", "")) for token in _tokens(pod)),
        env_names=bool(_relaxed_names(pod) & _relaxed_names(successor["spec"]["template"]["spec"]))
        and release.holds("invalid environment variable names in the stored template may stay"),
        dns_searches=any(
            search == "." or "_" in search for search in _of(pod.get("dnsConfig") or {}, "searches")
        )
        and release.holds("relaxed search domains in the stored template may stay"),
        sleep_of_zero=any(map(_sleeps_not, containers))
        and release.holds("a sleep of no seconds in the stored template may stay"),
        sysctls_with_host_namespaces=any(
            any(host_sysctl_problems(sysctl.get("name", ""), (), pod))
            for sysctl in _of(pod.get("securityContext") or {}, "sysctls")
        ),
        selinux_change_policy="seLinuxChangePolicy" in (pod.get("securityContext") or {}),
        toleration_comparison=any(
            toleration.get("operator") in ("Lt", "Gt") for toleration in _of(pod, "tolerations")
        )
        and release.holds("toleration operators Lt and Gt in the stored template may stay"),
        restart_all_containers=_restarts_all(pod),
        restart_container_for_init=any(
            policy.get("restartPolicy") == "RestartContainer"
            for container in _of(pod, "initContainers")
            if container.get("restartPolicy") != "Always"
            for policy in _of(container, "resizePolicy")
        ),
        user_namespace_volume_devices=user_namespace
        and any(_of(item, "volumeDevices") for item in containers),
        user_namespace_host_network=user_namespace
        and bool(pod.get("hostNetwork"))
        and release.holds("hostNetwork beside a user namespace in the stored template may stay"),
        empty_image_reference=any(
            "image" in volume and not volume["image"].get("reference") for volume in _of(pod, "volumes")
        ),
        sys_admin_without_escalation=any(map(_is_admin_without_escalation, containers))
        and release.holds("CAP_SYS_ADMIN without escalation in the stored template may stay"),
    )


def _containers(pod: Object) -> list[Any]:
    return [*_of(pod, "initContainers"), *_of(pod, "containers"), *_of(pod, "ephemeralContainers")]


def _relaxed_names(pod: Object) -> frozenset[str]:
    """Return the names and prefixes of environment variables that only the relaxed rule allows."""
    written = chain.from_iterable(
        chain(
            (variable.get("name", "") for variable in _of(container, "env")),
            (source.get("prefix", "") for source in _of(container, "envFrom")),
        )
        for container in _containers(pod)
    )
    return frozenset(name for name in written if names.older_env_name(name) and not names.env_name(name))


def _sleeps_not(container: Object) -> bool:
    hooks = (container.get("lifecycle") or {}).values()
    return any(
        isinstance(hook, dict) and "sleep" in hook and not hook["sleep"].get("seconds") for hook in hooks
    )


def _shows_host_ips(pod: Object) -> bool:
    """Whether a variable or a file of a downward API volume uses status.hostIPs."""
    variables = chain.from_iterable(
        _of(container, "env") for container in (*_of(pod, "initContainers"), *_of(pod, "containers"))
    )
    references = [(variable.get("valueFrom") or {}).get("fieldRef") for variable in variables]
    for volume in _of(pod, "volumes"):
        references += [file.get("fieldRef") for file in _of(volume.get("downwardAPI") or {}, "items")]
    return any(reference is not None and reference.get("fieldPath") == HOST_IPS for reference in references)


def _of(holder: Object, field: str) -> list[Any]:
    return holder.get(field) or []


def _bad_selector(selector: Object | None) -> bool:
    return selector is not None and any(selector_problems(selector, (), ""))


def _has_bad_values(expressions: list[Object]) -> bool:
    return any(names.label_value(value) for expression in expressions for value in _of(expression, "values"))


def _pod_affinity_selectors(pod: Object) -> Iterator[Object | None]:
    affinity = pod.get("affinity") or {}
    for side in ("podAffinity", "podAntiAffinity"):
        terms = affinity.get(side) or {}
        preferred = (item.get("podAffinityTerm") or {} for item in _of(terms, PREFERRED))
        for term in chain(_of(terms, REQUIRED), preferred):
            yield term.get("labelSelector")
            yield term.get("namespaceSelector")


def _required_node_expressions(pod: Object) -> list[Object]:
    affinity = (pod.get("affinity") or {}).get("nodeAffinity") or {}
    terms = _of(affinity.get(REQUIRED) or {}, "nodeSelectorTerms")
    return [expression for term in terms for expression in _of(term, "matchExpressions")]


def _amounts(pod: Object, containers: list[Object]) -> Iterator[Object]:
    yield pod.get("overhead") or {}
    for container in containers:
        resources = container.get("resources") or {}
        yield resources.get("limits") or {}
        yield resources.get("requests") or {}


def _has_huge_page_fraction(amounts: Object) -> bool:
    return any(
        name.startswith(HUGE_PAGES) and not whole_pages(name, amount) for name, amount in amounts.items()
    )


def _tokens(pod: Object) -> Iterator[Object]:
    for volume in _of(pod, "volumes"):
        for source in _of(volume.get("projected") or {}, "sources"):
            if "serviceAccountToken" in source:
                yield source["serviceAccountToken"]


def _restarts_all(pod: Object) -> bool:
    """Whether a rule restarts all containers, or belongs to a sidecar: both came with the same gate."""
    containers = [*_of(pod, "containers"), *_of(pod, "initContainers")]
    sidecars = (item for item in _of(pod, "initContainers") if item.get("restartPolicy") == "Always")
    return any(_of(item, "restartPolicyRules") for item in sidecars) or any(
        rule.get("action") == RESTART_ALL_CONTAINERS
        for container in containers
        for rule in _of(container, "restartPolicyRules")
    )


def _is_admin_without_escalation(container: Object) -> bool:
    context = container.get("securityContext") or {}
    added = _of(context.get("capabilities") or {}, "add")
    return not context.get("allowPrivilegeEscalation") and "CAP_SYS_ADMIN" in added
