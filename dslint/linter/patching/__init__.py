"""Patches of DaemonSets, which a kustomization applies."""
