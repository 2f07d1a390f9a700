"""Bytes to documents with positions, read exactly as kubectl reads them.

`stream.read_stream` is the way in; `nodes.Node` is what comes out; `objects.objects_of` finds
the Kubernetes objects (items of a `kind: List` included) in a document.
"""

from __future__ import annotations

ALONE = False
"""Whether nothing but dslint uses PyYAML in this process: the installed command says so (see `libyaml`)."""
