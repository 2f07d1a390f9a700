"""Files that tools recognize by name."""

from __future__ import annotations

KUSTOMIZATION_NAMES = ("kustomization.yaml", "kustomization.yml", "Kustomization")


def is_kustomization(name: str) -> bool:
    """Whether a file is a kustomization, judged by its name."""
    return name.rpartition("/")[2] in KUSTOMIZATION_NAMES
