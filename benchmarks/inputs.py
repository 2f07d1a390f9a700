"""The inputs of `benchmarks.peers`: the same seed gives the same bytes.

python -m benchmarks.inputs FOLDER
"""

from __future__ import annotations

import argparse
import random
from pathlib import Path

SEED = 15
TREE_FILES = 3_000
TREE_DAEMONSETS = 300
DAEMONSETS = 1_000
STREAM_BYTES = 20_000_000
RULES = 200

_WORDS = ("agent", "logs", "metrics", "network", "storage", "proxy", "audit", "probe", "cache", "mirror")


def _chance() -> random.Random:
    return random.Random(SEED)  # noqa: S311 - the same inputs every time


def write_all(folder: Path) -> None:
    """Write every input into a folder."""
    (folder / "one.yaml").write_text(daemonset(_chance(), 0), encoding="utf-8")
    (folder / "other.yaml").write_text(config_map(_chance(), 0), encoding="utf-8")
    write_daemonsets(folder / "daemonsets")
    write_tree(folder / "tree")
    (folder / "stream.yaml").write_text(stream(), encoding="utf-8")
    write_rules(folder / "rules")


def write_daemonsets(folder: Path) -> None:
    """A folder of files with one DaemonSet each."""
    chance = _chance()
    folder.mkdir()
    for number in range(DAEMONSETS):
        (folder / f"{number:04}.yaml").write_text(daemonset(chance, number), encoding="utf-8")


def write_tree(folder: Path) -> None:
    """A repository: a folder for each application, one in ten files with a DaemonSet."""
    chance = _chance()
    for number in range(TREE_FILES):
        place = folder / f"team-{number // 300}" / f"app-{number // 10}"
        place.mkdir(parents=True, exist_ok=True)
        is_daemonset = number % (TREE_FILES // TREE_DAEMONSETS) == 0
        text = daemonset(chance, number) if is_daemonset else "---\n".join(_others(chance, number))
        (place / f"{number:04}.yaml").write_text(text, encoding="utf-8")


def stream() -> str:
    """One long text of many documents, of which one in ten is a DaemonSet."""
    chance = _chance()
    documents: list[str] = []
    length = number = 0
    while length < STREAM_BYTES:
        more = [daemonset(chance, number)] if number % 5 == 0 else list(_others(chance, number))
        documents += more
        length += sum(map(len, more))
        number += 1
    return "---\n".join(documents)


def write_rules(folder: Path) -> None:
    """A folder of rules of one's own."""
    folder.mkdir()
    for number in range(RULES):
        (folder / f"own-rule-{number}.yaml").write_text(_rule(number), encoding="utf-8")


def _rule(number: int) -> str:
    """A rule that every DaemonSet here keeps: what is measured is the looking, not the printing."""
    kinds = (
        f"check: allowed-images\nparams: {{registries: [registry.example, registry-{number}.example]}}\n",
        "check: required-metadata\nparams: {of: pod-template, labels: {app: '[a-z]+-[0-9]+'}}\n",
        "check: value\nparams: {path: 'spec.template.spec.containers[*].args', required: true}\n",
        f"check: value\nparams: {{path: spec.template.spec.priorityClassName, none-of: [class-{number}]}}\n",
    )
    return (
        f"severity: warning\n{kinds[number % len(kinds)]}summary: This is against rule {number}.\n"
        f"message: this is against rule {number}\n"
    )


def _others(chance: random.Random, number: int) -> tuple[str, ...]:
    return chance.choice(((config_map(chance, number),), (deployment(chance, number), service(number))))


def config_map(chance: random.Random, number: int) -> str:
    """A ConfigMap with a file of settings."""
    lines = "".join(f"    {chance.choice(_WORDS)}.{line} = {chance.random()}\n" for line in range(40))
    return (
        f"apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: settings-{number}\n"
        f"data:\n  app.conf: |\n{lines}"
    )


def service(number: int) -> str:
    """A Service of a Deployment."""
    return (
        f"apiVersion: v1\nkind: Service\nmetadata:\n  name: web-{number}\n"
        f"spec:\n  selector:\n    app: web-{number}\n  ports:\n    - name: http\n      port: 80\n"
    )


def deployment(chance: random.Random, number: int) -> str:
    """A Deployment."""
    return (
        f"apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web-{number}\n"
        f"spec:\n  replicas: {chance.randint(1, 9)}\n{_selector(f'web-{number}')}{_containers(chance)}"
    )


def daemonset(chance: random.Random, number: int) -> str:
    """A DaemonSet as people write them: some with mistakes that advice speaks of, none that is rejected."""
    name = f"{chance.choice(_WORDS)}-{number}"
    tolerations = (
        "      tolerations:\n        - key: node-role.kubernetes.io/control-plane\n"
        "          operator: Exists\n          effect: NoSchedule\n"
    )
    strategy = "  updateStrategy:\n    type: RollingUpdate\n    rollingUpdate:\n      maxUnavailable: 10%\n"
    return (
        f"apiVersion: apps/v1\nkind: DaemonSet\nmetadata:\n  name: {name}\n  namespace: {name}\n"
        f"  labels:\n    app.kubernetes.io/name: {name}\nspec:\n"
        f"{chance.choice((strategy, ''))}{_selector(name)}{chance.choice((tolerations, ''))}"
        f"      nodeSelector:\n        kubernetes.io/os: linux\n{_containers(chance)}"
        "      volumes:\n        - name: data\n          hostPath:\n            path: /var/lib/data\n"
        "            type: DirectoryOrCreate\n"
    )


def _selector(name: str) -> str:
    return (
        f"  selector:\n    matchLabels:\n      app: {name}\n"
        f"  template:\n    metadata:\n      labels:\n        app: {name}\n    spec:\n"
    )


def _containers(chance: random.Random) -> str:
    return "      containers:\n" + "".join(_container(chance, index) for index in range(chance.randint(1, 2)))


def _container(chance: random.Random, index: int) -> str:
    env = "".join(
        f"            - name: VARIABLE_{number}\n              value: '{chance.random()}'\n"
        for number in range(4)
    )
    return (
        f"        - name: {chance.choice(_WORDS)}-{index}\n"
        f"          image: registry.example/team/{chance.choice(_WORDS)}:{_tag(chance)}\n"
        f"          args: [--port=80{index}0, --level=info]\n          env:\n{env}"
        f"          ports:\n            - name: port-{index}\n              containerPort: 80{index}0\n"
        f"          livenessProbe:\n            httpGet:\n              path: /healthz\n"
        f"              port: port-{index}\n            periodSeconds: 20\n"
        "          resources:\n            requests:\n              cpu: 100m\n              memory: 128Mi\n"
        "            limits:\n              memory: 128Mi\n"
        "          volumeMounts:\n            - name: data\n              mountPath: /data\n"
    )


def _tag(chance: random.Random) -> str:
    return chance.choice(("latest", *(f"1.{chance.randint(0, 40)}.0" for _ in range(9))))


def main() -> None:
    """Write the inputs into the folder that is named."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args().folder
    folder.mkdir(parents=True, exist_ok=True)
    write_all(folder)


if __name__ == "__main__":
    main()
