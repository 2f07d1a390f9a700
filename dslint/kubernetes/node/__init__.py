"""What happens to a pod on its node: the kubelet, its commands, and what containers may do."""
