"""Inputs that grow: a maker for each step that could cost more than its input is long.

Each maker takes a size and gives the text of an input that is about in proportion to it. The limit of a
test is how the cost grows, not what it is.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from typing import NamedTuple

HEAD = "apiVersion: apps/v1\nkind: DaemonSet\nmetadata: {name: agent, namespace: logging}\nspec:\n"
SELECTOR = "  selector: {matchLabels: {app: agent}}\n"
TEMPLATE = "  template:\n    metadata: {labels: {app: agent}}\n    spec:\n"
CONTAINER = "      containers:\n        - name: agent\n          image: registry.example/agent:1.2.3\n"
GOOD = HEAD + SELECTOR + TEMPLATE + CONTAINER


class Grown(NamedTuple):
    """What grows, how it is made, a size that takes a few hundredths of a second, and what is called.

    output  the format of the report; the usual one where it is empty
    """

    name: str
    make: Callable[[int], str]
    size: int
    command: str = "lint"
    output: str = ""


def _joined(lines: Iterable[str]) -> str:
    return "".join(f"{line}\n" for line in lines)


def pod(name: str, item: str) -> Callable[[int], str]:
    """A list of the pod spec with n items; `{n}` is the number of each."""
    return lambda size: (
        HEAD
        + SELECTOR
        + TEMPLATE
        + f"      {name}:\n"
        + _joined("        - " + item.replace("{n}", str(number)) for number in range(size))
        + CONTAINER
    )


def container(name: str, item: str, after: str = "") -> Callable[[int], str]:
    """A list of the container with n items."""
    return lambda size: (
        GOOD
        + f"          {name}:\n"
        + _joined("            - " + item.replace("{n}", str(number)) for number in range(size))
        + after
    )


def value(before: str, piece: str, after: str = "\n") -> Callable[[int], str]:
    """A text with one long value of n pieces."""
    return lambda size: before + piece * size + after


def documents(text: str) -> Callable[[int], str]:
    """N documents; `{n}` is the number of each."""
    return lambda size: "---\n".join(text.replace("{n}", str(number)) for number in range(size))


def _mounts(size: int) -> str:
    volumes = _joined(f"        - {{name: volume-{number}, emptyDir: {{}}}}" for number in range(size))
    mounts = _joined(
        f"            - {{name: volum-{number}x, mountPath: /m{number}}}" for number in range(size)
    )
    return (
        HEAD
        + SELECTOR
        + TEMPLATE
        + "      volumes:\n"
        + volumes
        + CONTAINER
        + "          volumeMounts:\n"
        + mounts
    )


def _projected(size: int) -> str:
    item = "              - configMap: {name: a, items: [{key: k, path: p}]}"
    return (
        HEAD
        + SELECTOR
        + TEMPLATE
        + "      volumes:\n        - name: v\n          projected:\n            sources:\n"
        + _joined(item for _ in range(size))
        + CONTAINER
    )


def _config_map_items(size: int) -> str:
    return (
        HEAD + SELECTOR + TEMPLATE + "      volumes:\n        - name: v\n          configMap:\n"
        "            name: c\n            items:\n"
        + _joined("              - {key: k, path: p}" for _ in range(size))
        + CONTAINER
    )


def _services(size: int) -> str:
    service = (
        "apiVersion: v1\nkind: Service\nmetadata: {name: s{n}, namespace: logging}\n"
        "spec: {selector: {app: agent}, internalTrafficPolicy: Local, ports: [{port: 80}]}\n"
    )
    both = GOOD.replace("name: agent, namespace", "name: agent-{n}, namespace") + "---\n" + service
    return documents(both)(size)


def _services_of_one_label(size: int) -> str:
    service = (
        "apiVersion: v1\nkind: Service\nmetadata: {name: s{n}, namespace: logging}\n"
        "spec: {selector: {app: agent, part: p{n}}, ports: [{port: 80}]}\n"
    )
    both = GOOD.replace("name: agent, namespace", "name: agent-{n}, namespace") + "---\n" + service
    return documents(both)(size)


def _daemonsets(size: int) -> str:
    text = GOOD.replace("name: agent, namespace", "name: agent-{n}, namespace")
    return documents(text.replace("app: agent", "app: agent-{n}"))(size)


def _hidden(size: int) -> str:
    env = "            - {name: A{n}, valu: b} # dslint: ignore[unknown-field] why\n"
    return GOOD + "          env:\n" + "".join(env.replace("{n}", str(number)) for number in range(size))


def _others(size: int) -> str:
    text = "apiVersion: v1\nkind: {kind}\nmetadata: {name: other-{n}}\n"
    kinds = ("ConfigMap", "Widget", "Deployment")
    return documents("---\n".join(text.replace("{kind}", kind) for kind in kinds))(size) + "---\n" + GOOD


def _host_ports_of_many(size: int) -> str:
    text = GOOD.replace("name: agent, namespace", "name: agent-{n}, namespace")
    return documents(text + "          ports: [{containerPort: 80, hostPort: 80}]\n")(size)


def _comments_and_list(size: int) -> str:
    item = "".join(f"    {line}\n" for line in GOOD.splitlines())
    items = "".join(
        "  -" + item.replace("name: agent, namespace", f"name: agent-{number}, namespace")[3:]
        for number in range(size)
    )
    return "# dslint: expect runs on zone=a\n" * size + "apiVersion: v1\nkind: List\nitems:\n" + items


def _suppressions(size: int) -> str:
    return GOOD + "# dslint: ignore[image-tag-floating] why\n" * size


def _labels(size: int) -> str:
    labels = ", ".join(f"l{number}: v{number}" for number in range(size))
    return GOOD.replace("{app: agent}", f"{{app: agent, {labels}}}")


def _tags(size: int) -> str:
    return HEAD + "".join(f"  field{number}: 1\n" for number in range(size)) + SELECTOR + TEMPLATE + CONTAINER


LINT = [
    Grown(
        "distinct tolerations", pod("tolerations", "{key: k{n}, operator: Exists, effect: NoSchedule}"), 600
    ),
    Grown("equal tolerations", pod("tolerations", "{key: k, operator: Exists, effect: NoSchedule}"), 600),
    Grown("tolerations with values", pod("tolerations", "{key: k, operator: Equal, value: v{n}}"), 600),
    Grown("tolerations with a wrong operator", pod("tolerations", "{key: k{n}, operator: Exist}"), 300),
    Grown(
        "tolerations that numbers compare", pod("tolerations", "{key: k{n}, operator: Lt, value: '5'}"), 600
    ),
    Grown("ports that are strings", container("ports", "{containerPort: '80'}"), 200),
    Grown("equal ports", container("ports", "{containerPort: 80, name: web}"), 200),
    Grown("equal host ports", container("ports", "{containerPort: 80, hostPort: 80}"), 200),
    Grown("equal environment variables", container("env", "{name: A, value: b}"), 600),
    Grown("environment variables that refer", container("env", "{name: A{n}, value: $(A{n})}"), 600),
    Grown("environment variables of unknown fields", container("env", "{name: A{n}, valu: b}"), 300),
    Grown("environment variables that are numbers", container("env", "{name: A{n}, value: 1}"), 300),
    Grown("equal pull secrets", pod("imagePullSecrets", "{name: a}"), 600),
    Grown("mounts of missing volumes", _mounts, 80),
    Grown("equal mounts", container("volumeMounts", "{name: v, mountPath: /m}"), 300),
    Grown("nested mounts", container("volumeMounts", "{name: v, mountPath: /m/{n}}"), 300),
    Grown("projected sources of one path", _projected, 300),
    Grown("items of one path", _config_map_items, 300),
    Grown("equal volumes", pod("volumes", "{name: v, emptyDir: {}}"), 400),
    Grown("equal hostPath volumes", pod("volumes", "{name: v{n}, hostPath: {path: /}}"), 400),
    Grown("DaemonSets and Services", _services, 40),
    Grown("Services of one label", _services_of_one_label, 40),
    Grown("DaemonSets", _daemonsets, 60),
    Grown("DaemonSets in a text of wide characters", lambda size: "# \u2603\n" + _daemonsets(size), 60),
    Grown("other documents", _others, 300),
    Grown("findings that comments hide", _hidden, 300),
    Grown("DaemonSets of one host port", _host_ports_of_many, 60),
    Grown(
        "DaemonSets of one selector",
        documents(GOOD.replace("name: agent, namespace", "name: a-{n}, namespace")),
        80,
    ),
    Grown("DaemonSets of one name", documents(GOOD), 80),
    Grown(
        "DaemonSets that share one of two labels",
        documents(
            GOOD.replace("name: agent, namespace", "name: a-{n}, namespace").replace(
                "{app: agent}", "{app: agent, part: 'p{n}'}"
            )
        ),
        60,
    ),
    Grown("suppressions in a row", _suppressions, 1_500),
    Grown("unknown fields", _tags, 300),
    Grown("duplicate keys", value(GOOD + "          env: []\n", "          tty: true\n", ""), 600),
    Grown("labels", _labels, 800),
    Grown("readiness gates", pod("readinessGates", "{conditionType: a}"), 600),
    Grown("host aliases", pod("hostAliases", "{ip: 1.2.3.4, hostnames: [a]}"), 600),
    Grown(
        "equal spread constraints",
        pod(
            "topologySpreadConstraints",
            "{maxSkew: 1, topologyKey: k, whenUnsatisfiable: DoNotSchedule, labelSelector: {}}",
        ),
        300,
    ),
    Grown("equal resource claims", pod("resourceClaims", "{name: a, resourceClaimName: b}"), 400),
    Grown("scheduling gates", pod("schedulingGates", "{name: a}"), 600),
    Grown("equal init containers", pod("initContainers", "{name: a, image: b:1}"), 150),
    Grown("a long value of an enumeration", value(GOOD + "      dnsPolicy: ", "ClusterFirst"), 12_000),
    Grown(
        "a long operator",
        value(
            HEAD + SELECTOR + TEMPLATE + "      tolerations: [{key: a, operator: ",
            "Exist",
            "}]\n" + CONTAINER,
        ),
        12_000,
    ),
    Grown("a long unknown field", value(GOOD + "          ", "imagePullPolicy", ": Always\n"), 8_000),
    Grown(
        "a long image",
        value(
            HEAD + SELECTOR + TEMPLATE + "      containers:\n        - name: agent\n          image: ",
            "a/b:c@",
        ),
        12_000,
    ),
    Grown("a long quantity", value(GOOD + "          resources: {requests: {cpu: '", "9", "'}}\n"), 40_000),
    Grown("a long port", value(GOOD + "          ports: [{containerPort: ", "9", "}]\n"), 40_000),
    Grown("a long kind", value("apiVersion: apps/v1\nkind: ", "DaemonSet"), 16_000),
    Grown("escaped quotes in an open list", value(GOOD + "          args: [a", '\\"'), 16_000),
    Grown("quotes in an open list", value(GOOD + "          args: [a", "'\""), 16_000),
    Grown("open brackets", value(GOOD + "          args: ", "[a, "), 8_000),
    Grown("quoted keys without an end", value(GOOD, '"a\\"', ""), 16_000),
    Grown("tabs", value(GOOD, "\t\n", "x"), 16_000),
    Grown(
        "lost indentation",
        lambda size: GOOD.replace("  ", "") + "env:\n" + "- name: A\nvalue: b\n" * size,
        300,
    ),
    Grown("template braces", value(GOOD + "          args: ['", "{{ a }} "), 12_000),
    Grown("open template braces", value(GOOD + "          args: ['", "{{ "), 16_000),
    Grown("dollar braces", value(GOOD + "          args: ['", "${"), 16_000),
    Grown("comments of a source", value("", "# Source: a/b.yaml\n", GOOD), 12_000),
    Grown("odd characters", value(GOOD + "          args: ['", "\u00a0\u201c"), 16_000),
]
"""Manifests for `dslint lint`."""


def nodes_json(size: int, node: Callable[[int], dict[str, object]]) -> str:
    """A list of n nodes as kubectl prints it."""
    items = [{"apiVersion": "v1", "kind": "Node", **node(number)} for number in range(size)]
    return json.dumps({"kind": "List", "apiVersion": "v1", "items": items})


def _tainted(number: int) -> dict[str, object]:
    taint = {"key": f"t{number}", "value": "v", "effect": "NoSchedule"}
    return {"metadata": {"name": f"n-{number}", "labels": {"zone": "a"}}, "spec": {"taints": [taint]}}


def _one_line_dump(size: int) -> str:
    """Nodes and DaemonSets on one line, as `kubectl get nodes,ds -A -o json | jq -c .` prints them."""
    dump = json.loads(nodes_json(50, lambda number: {"metadata": {"name": f"n-{number}"}}))
    for number in range(size):
        dump["items"].append({
            "apiVersion": "apps/v1", "kind": "DaemonSet",
            "metadata": {"name": f"a{number}", "namespace": "x"},
            "spec": {"selector": {"matchLabels": {"a": "b"}}, "template": {"metadata": {"labels": {"a": "b"}},
                     "spec": {"containers": [{"name": "a", "image": "b:1", "args": ["x" * 2000]}]}}},
        })  # fmt: skip
    return json.dumps(dump)


def _pool(size: int) -> str:
    return f"pools:\n  - {{name: p, count: {size}}}\n"


INVENTORIES = [
    Grown("nodes with a taint each", lambda size: nodes_json(size, _tainted), 400, "nodes"),
    Grown(
        "nodes of one kind",
        lambda size: nodes_json(size, lambda n: {"metadata": {"name": f"n-{n}"}}),
        1_500,
        "nodes",
    ),
    Grown(
        "a node name of digits",
        lambda size: nodes_json(1, lambda _: {"metadata": {"name": "1" * size + "x"}}),
        1_500,
        "nodes",
    ),
    Grown(
        "a node name of digits and dashes",
        lambda size: nodes_json(1, lambda _: {"metadata": {"name": "1-" * size + "x"}}),
        1_500,
        "nodes",
    ),
    Grown("a dump on one line", _one_line_dump, 20, "nodes"),
    Grown(
        "unknown keys",
        lambda size: "nodes:\n  - name: n-1\n" + "".join(f"    lab{n}: x\n" for n in range(size)),
        150,
        "nodes",
    ),
    Grown(
        "pools",
        lambda size: "pools:\n" + "".join(f"  - {{name: p{n}, count: 2}}\n" for n in range(size)),
        300,
        "nodes",
    ),
    Grown("a pool", _pool, 5_000, "nodes"),
    Grown(
        "expectations with commas", lambda size: "runs on " + "a=b," * size + "a=b\n", 1_000, "expectations"
    ),
    Grown("expectations", lambda size: "runs on zone=a\n" * size, 200, "expectations"),
    Grown("expectations beside the items of a List", _comments_and_list, 8, "plan"),
    Grown(
        "DaemonSets to plan",
        documents(GOOD.replace("name: agent, namespace", "name: a-{n}, namespace")),
        240,  # the node takes 110: at both sizes most of them wait and are told of
        "plan",
    ),
]
"""Inputs of `dslint plan`."""

LINT_FORMATS = ("compact", "json", "jsonl", "sarif", "junit", "github", "gitlab", "markdown")
PLAN_FORMATS = ("csv", "json", "wide", "markdown", "html")


FORMATS = [
    *(
        Grown(f"findings as {name}", container("env", "{name: A{n}, valu: b}"), 200, "lint", name)
        for name in LINT_FORMATS
    ),
    Grown(
        "DaemonSets to plan as html",
        documents(GOOD.replace("name: agent, namespace", "name: a-{n}, namespace")),
        60,
        "plan",
        "html",
    ),
    *(Grown(f"a pool as {name}", _pool, 2_500, "nodes", name) for name in PLAN_FORMATS),
    *(Grown(f"a pool in a difference as {name}", _pool, 2_500, "diff", name) for name in PLAN_FORMATS),
]
"""One input for each format of a report."""
