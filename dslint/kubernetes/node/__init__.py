"""A pod on its node: the kubelet, commands, and the permissions of containers."""
