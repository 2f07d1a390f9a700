"""Rules for people: a page in the terminal, a page in Markdown, and the list of all."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Iterable, Iterator
from string import Formatter

from dslint.linter.rule import Rule
from dslint.linter.rulefiles import RulePage
from dslint.linter.selection import PROFILES

_WIDTH = 100


def text_pages(pages: Iterable[RulePage]) -> str:
    """Several pages, one after the other."""
    return f"\n{'-' * _WIDTH}\n\n".join(map(text_page, pages))


def markdown_pages(pages: Iterable[RulePage]) -> str:
    """Several pages in Markdown."""
    return "\n".join(map(markdown_page, pages))


def json_pages(pages: Iterable[RulePage]) -> str:
    """Several pages as a JSON array of objects."""
    value = [
        {
            **_record(page.rule),
            "profiles": list(profiles_of(page.rule)),
            "since": page.since,
            "why": page.why,
            "result": page.rule.result,
            "fix": page.fix,
            "write": page.rule.write,
            "references": [_address(reference) for reference in page.references],
            "good": list(page.good),
            "bad": [example._asdict() for example in page.bad],
        }
        for page in pages
    ]
    return json.dumps(value, indent=2, ensure_ascii=False) + "\n"


def profiles_of(rule: Rule) -> tuple[str, ...]:
    """Return the profiles that show findings of a rule."""
    if rule.refuses or "api-warning" in rule.sources:
        return PROFILES
    return ("all",) if rule.severity == "info" or rule.preview else PROFILES[1:]


def _shown_in(rule: Rule) -> str:
    profiles = profiles_of(rule)
    if profiles == PROFILES:
        return "in every profile"
    return "in profile all only" if len(profiles) == 1 else "in profiles recommended and all"


def _has_words(template: str) -> bool:
    """Whether a template has text of its own; `{result}` alone depends on the manifest."""
    return any(words.strip(" .;,") for words, _, _, _ in Formatter().parse(template))


def text_page(page: RulePage) -> str:
    """Return the output of `dslint explain`: what, why, what happens, what to write, examples, references.

    A user's own rule may leave parts out.
    """
    rule = page.rule
    head = f"{rule.id}: {', '.join(_facts(page))}"
    lines = [head, "", *_wrapped(rule.summary)]
    if page.why:
        lines += ["", "Why", *_wrapped(page.why)]
    if _has_words(rule.result):
        lines += ["", "Result", *_wrapped(_shown(rule.result))]
    if page.fix:
        lines += ["", "What to do", *_wrapped(page.fix)]
    if _has_words(rule.write):
        lines += ["", "Write", *_wrapped(_shown(rule.write))]
    for example in page.bad:
        places = " and ".join(example.at)
        lines += ["", f"Wrong, at line:column {places}", *_indented(example.manifest, example.at)]
    if page.good:
        lines += ["", "Right", *_indented(page.good[0])]
    if page.references:
        lines += ["", "References", *(f"  {_address(reference)}" for reference in page.references)]
    lines += ["", f"To suppress it, add at the end of the line:  # dslint: ignore[{rule.id}] <why>"]
    return "\n".join(lines) + "\n"


def _facts(page: RulePage) -> tuple[str, ...]:
    """Return the facts about a rule in one line; a user's own rule has no version of dslint."""
    since = (f"since {page.since}",) if page.since else ()
    return page.rule.severity, _sources(page.rule), _shown_in(page.rule), *since


def markdown_page(page: RulePage) -> str:
    """The page of a rule in the documentation."""
    rule = page.rule
    parts = [
        f"# {rule.id}",
        " · ".join(_facts(page)),
        rule.summary,
    ]
    if page.why:
        parts += ["## Why", page.why]
    if _has_words(rule.result):
        parts.append(f"**Result:** {_shown(rule.result)}")
    if page.fix:
        parts += ["## What to do", page.fix]
    if rule.params:
        listed = [f"- `{name}`: `{json.dumps(value)}`" for name, value in rule.params.items()]
        parts += ["## Parameters", "\n".join([f"Check `{rule.check}` with", "", *listed])]
    if page.bad:
        parts.append("## Wrong")
    for example in page.bad:
        places = ", ".join(f"`{place}`" for place in example.at)
        parts += [f"Found at {places} (line:column).", _fenced(example.manifest)]
    if page.good:
        parts += ["## Right", *map(_fenced, page.good)]
    if page.references:
        parts += ["## References", "\n".join(f"- {_link(reference)}" for reference in page.references)]
    return "\n\n".join(parts) + "\n"


def markdown_table(pages: Iterable[RulePage]) -> str:
    """Every rule in a table, with links to the pages beside it."""
    head = "# Rules\n\n| Rule | Severity | Source | What |\n| --- | --- | --- | --- |\n"
    return head + "".join(
        f"| [{page.rule.id}]({page.rule.id}.md) | {page.rule.severity} | {_sources(page.rule)} "
        f"| {page.rule.summary} |\n"
        for page in pages
    )


def text_list(rules: Iterable[Rule]) -> str:
    """One line for each rule."""
    return "".join(f"{rule.id:<32} {rule.severity:<8} {rule.summary}\n" for rule in rules)


def json_list(rules: Iterable[Rule]) -> str:
    """Every rule as an object of one JSON list."""
    return json.dumps([_record(rule) for rule in rules], indent=2) + "\n"


def markdown_list(rules: Iterable[Rule]) -> str:
    """Every rule in a table."""
    head = "| Rule | Severity | Source | What |\n| --- | --- | --- | --- |\n"
    rows = (f"| {rule.id} | {rule.severity} | {_sources(rule)} | {rule.summary} |\n" for rule in rules)
    return head + "".join(rows)


def _record(rule: Rule) -> dict[str, object]:
    return {
        "id": rule.id,
        "severity": rule.severity,
        "sources": list(rule.sources),
        "summary": rule.summary,
        "check": rule.check,
        "aliases": list(rule.aliases),
    }


def _sources(rule: Rule) -> str:
    return ", ".join(rule.sources)


def _shown(template: str) -> str:
    """Return a template with its placeholders in the form `<port>`."""
    parts = Formatter().parse(template)
    return "".join(literal + (f"<{name}>" if name else "") for literal, name, _, _ in parts)


def _wrapped(text: str) -> Iterator[str]:
    for line in textwrap.wrap(text, _WIDTH - 2, break_long_words=False, break_on_hyphens=False):
        yield f"  {line}"


def _indented(manifest: str, at: Iterable[str] = ()) -> Iterator[str]:
    """Return the manifest with line numbers, and a `>` before each marked line."""
    pointed = {int(place.partition(":")[0]) for place in at}
    for number, line in enumerate(manifest.splitlines(), 1):
        yield f"{'>' if number in pointed else ' '} {number:>3} | {line}".rstrip()


def _fenced(manifest: str) -> str:
    return f"```yaml\n{manifest.rstrip()}\n```"


def _address(reference: str) -> str:
    if reference.startswith("https://"):
        return reference
    repository, _, number = reference.partition("#")
    return f"https://github.com/{repository}/issues/{number}"


def _link(reference: str) -> str:
    address = _address(reference)
    return f"<{address}>" if address == reference else f"[{reference}]({address})"
