"""The capabilities of Linux, as Kubernetes writes them: without `CAP_`.

Source: include/uapi/linux/capability.h, capabilities(7), and the default set that containerd,
CRI-O and Docker give to every container.
"""

from __future__ import annotations

RUNTIME_DEFAULT = frozenset(
    {
        "AUDIT_WRITE",
        "CHOWN",
        "DAC_OVERRIDE",
        "FOWNER",
        "FSETID",
        "KILL",
        "MKNOD",
        "NET_BIND_SERVICE",
        "SETFCAP",
        "SETGID",
        "SETPCAP",
        "SETUID",
        "SYS_CHROOT",
    }
)
"""The default capabilities of a container, which Pod Security also allows at level baseline."""

KNOWN = RUNTIME_DEFAULT | frozenset(
    {
        "ALL",
        "AUDIT_CONTROL",
        "AUDIT_READ",
        "BLOCK_SUSPEND",
        "BPF",
        "CHECKPOINT_RESTORE",
        "DAC_READ_SEARCH",
        "IPC_LOCK",
        "IPC_OWNER",
        "LEASE",
        "LINUX_IMMUTABLE",
        "MAC_ADMIN",
        "MAC_OVERRIDE",
        "NET_ADMIN",
        "NET_BROADCAST",
        "NET_RAW",
        "PERFMON",
        "SYSLOG",
        "SYS_ADMIN",
        "SYS_BOOT",
        "SYS_MODULE",
        "SYS_NICE",
        "SYS_PACCT",
        "SYS_PTRACE",
        "SYS_RAWIO",
        "SYS_RESOURCE",
        "SYS_TIME",
        "SYS_TTY_CONFIG",
        "WAKE_ALARM",
    }
)
"""Every capability, and ALL for all of them."""

_PREFIX = "CAP_"


def without_prefix(name: str) -> str:
    """Return `NET_RAW` for `CAP_NET_RAW` and `cap_net_raw`."""
    return name.upper().removeprefix(_PREFIX)
