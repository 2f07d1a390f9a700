"""Patches for DaemonSets, which a kustomization applies."""
