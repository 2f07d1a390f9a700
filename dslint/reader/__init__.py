"""Read bytes into documents with positions, exactly as kubectl reads them.

`stream.read_stream` is the entry point and returns `nodes.Node` values. `objects.objects_of` finds the
Kubernetes objects (including items of a `kind: List`) in a document.
"""

from __future__ import annotations

ALONE = False
"""Whether nothing but dslint uses PyYAML in this process: the installed command says so (see `libyaml`)."""
