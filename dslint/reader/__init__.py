"""Bytes to documents with positions, read exactly as kubectl reads them.

`stream.read_stream` is the way in; `nodes.Node` is what comes out; `objects.objects_of` finds
the Kubernetes objects (items of a `kind: List` included) in a document.
"""
