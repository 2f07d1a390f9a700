"""Fields that `kubectl get -o yaml` adds to a manifest, and that a new object must not have.

Parameters: `stops` are fields of metadata that make a request fail; `also` are other fields of
metadata that only a server writes, removed by the fix with them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from dslint.checks.base import Hit, Subject
from dslint.kubernetes.access import mapping
from dslint.values.problem import Change
from dslint.values.typed import Any


def check(subject: Subject, params: Mapping[str, Any]) -> Iterator[Hit]:
    """Point at the first of the fields, once per DaemonSet."""
    metadata = mapping(subject.written, "metadata")
    found = [field for field in params["stops"] if metadata.get(field)]
    if not found:
        return
    fields = [field for field in (*params["stops"], *params["also"]) if field in metadata]
    changes = [Change("remove", ("metadata", field)) for field in fields]
    if "status" in subject.written:
        changes.append(Change("remove", ("status",)))
    values = {"field": found[0], "result": _RESULTS.get(found[0], _REJECTED)}
    yield Hit(("metadata", found[0]), values, anchor="key", changes=tuple(changes), safe=True)


_REJECTED = "A request with it is rejected when it does not fit the object in the cluster."
_RESULTS = {
    "resourceVersion": "A create is rejected, and an apply conflicts as soon as the object has changed.",
    "uid": "An apply is rejected once the object has been recreated.",
}
