"""The answer of the API server when a DaemonSet is created: one module per part of the API.

`judge` and `judge_each` are the entry points. Sources: pkg/apis/apps/validation and pkg/apis/core/validation
of the releases in `kubernetes.versions`; the differences between them are in `kubernetes.releases.changes`.

The modules judge a *decoded, defaulted view* of the manifest, plain dicts, lists and scalars:

- fields the version does not know, fields of a wrong type, nulls and gated fields are gone, so
  every value has the type the API gives it and needs no check of its own;
- a null item of a list is the empty value (`{}` for an object, `""` for a string), so indices stay
  those of the manifest, and a null value of a map is the empty value too;
- `80.0` is the int 80; an IntOrString is an int or a str; a quantity is kept as written (str, int
  or float), and `quantity.nanos` reads it;
- defaults are filled in, as `kubernetes.defaults` lists them. Everything else that is not written
  is absent (use `.get`): an absent text and an empty one mean the same to the server.

Only where a gate drops whole list items (image volumes and their mounts) do indices differ from
the manifest as written: paths are those of the view, and `judge` maps them back.
"""

from __future__ import annotations

from dslint.kubernetes.validation.judging import judge, judge_each

__all__ = ["judge", "judge_each"]
