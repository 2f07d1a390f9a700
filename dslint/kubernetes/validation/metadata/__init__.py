"""Metadata, labels, selectors and annotations of the DaemonSet and its template."""
