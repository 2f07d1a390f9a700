"""OpenKruise's Advanced DaemonSet (`apps.kruise.io`): its additions to the DaemonSet of Kubernetes.

Sources: OpenKruise 1.9, apis/apps/v1beta1, apis/apps/defaults and pkg/webhook/daemonset/validating.
"""
