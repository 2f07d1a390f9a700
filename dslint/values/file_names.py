"""Files that tools know by their names."""

from __future__ import annotations

KUSTOMIZATION_NAMES = ("kustomization.yaml", "kustomization.yml", "Kustomization")


def is_kustomization(name: str) -> bool:
    """Whether a file is a kustomization, by its name."""
    return name.rpartition("/")[2] in KUSTOMIZATION_NAMES
