"""What is offered for a value of a wrong type is a value of the right one, and no guess."""

from __future__ import annotations

import pytest

from dslint.kubernetes.formats.quantity import parse
from dslint.kubernetes.validation.intended_value import meant, meant_object


@pytest.mark.parametrize(
    "value, wanted, offered",
    [
        ("8080", "int32", "8080"),
        ("-1", "int64", "-1"),
        ("08", "int32", ""),
        ("9999999999", "int32", ""),
        ("9999999999", "int64", "9999999999"),
        ("http", "int32", ""),
        (8.5, "int32", ""),
        ("True", "boolean", "true"),
        ("off", "boolean", "false"),
        ("maybe", "boolean", ""),
        ("128mi", "quantity", "128Mi"),
        ("128 Mi", "quantity", "128Mi"),
        ("1.5GiB", "quantity", "1.5Gi"),
        ("1gb", "quantity", "1G"),
        ("10KB", "quantity", "10k"),
        ("10K", "quantity", "10k"),
        ("5 m", "quantity", ""),
        ("much", "quantity", ""),
        ("8080", "string", ""),
    ],
)
def test_what_was_meant(value: object, wanted: str, offered: str) -> None:
    assert meant(value, wanted) == offered
    assert wanted != "quantity" or not offered or parse(offered) is not None


@pytest.mark.parametrize(
    "value, kind, offered",
    [
        (8080, "ContainerPort", "{containerPort: 8080}"),
        ("8080", "ContainerPort", "{containerPort: 8080}"),
        ("http", "ContainerPort", ""),
        (True, "ContainerPort", ""),
        ("gpu=yes:NoSchedule", "Toleration", "{key: gpu, operator: Equal, value: 'yes', effect: NoSchedule}"),
        ("a.b/c:NoExecute", "Toleration", "{key: a.b/c, operator: Exists, effect: NoExecute}"),
        ("gpu:Never", "Toleration", ""),
        ("LEVEL=debug", "EnvVar", "{name: LEVEL, value: debug}"),
        ("a b", "EnvVar", ""),
        ("x", "Volume", ""),
    ],
)
def test_the_object_that_a_short_form_stands_for(value: object, kind: str, offered: str) -> None:
    assert meant_object(value, kind) == offered
