"""Every field has a sentence, and hover shows it."""

from __future__ import annotations

from dslint.editor.hover import hover
from dslint.kubernetes.fields import table
from dslint.kubernetes.releases.meanings import meaning, meanings
from tests.editor.test_editor import at


def test_every_field_of_the_newest_release_has_a_sentence() -> None:
    missing = [
        f"{kind}.{name}"
        for kind, fields in table("1.37").items()
        for name in fields
        if not meaning(kind, name)
    ]
    assert missing == []


def test_every_sentence_is_about_a_field_and_ends_with_a_full_stop() -> None:
    known = table("1.37")
    assert [f"{k}.{n}" for k, fields in meanings().items() for n in fields if n not in known.get(k, {})] == []
    odd = [text for fields in meanings().values() for text in fields.values() if not text.endswith(".")]
    assert odd == []


def test_hover_says_what_a_field_is() -> None:
    shown = hover(at("tolerations"), (), "1.37")
    assert shown is not None
    assert shown.markdown.split("\n\n")[1] == (
        "Taints of nodes that the pods accept; without a matching one, a tainted node gets no pod."
    )
